import type { Root } from "mdast";

/**
 * Reads markdown into mdast: CommonMark with GFM tables, task lists and
 * strikethrough. No front matter, footnotes or autolink literals: they are not
 * needed, and micromark is quadratic in some of them.
 *
 * Positions are exact UTF-16 offsets into `text`. May throw on hostile input.
 */
export type MarkdownEngine = (text: string) => Root;

/** `auto` takes the native engine where its build for the platform is installed. */
export type EngineName = "auto" | "native" | "portable";

/** Loads an engine, and only that one: each costs start-up time. */
export async function loadEngine(name: EngineName = "auto"): Promise<MarkdownEngine> {
  if (name === "portable") return (await import("./engines/portable.ts")).parsePortable;
  try {
    return (await import("./engines/native.ts")).parseNative;
  } catch (cause) {
    if (name === "native") throw new Error("The native markdown engine does not load on this platform", { cause });
    return (await import("./engines/portable.ts")).parsePortable;
  }
}
