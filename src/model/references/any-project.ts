import type { FileReference } from "../references.ts";

/** Folders of what an assistant is given: below a hidden one such as `.claude` they are in use here. */
export const INSTALLED_FOLDERS = new Set("skills agents commands rules workflows references".split(" "));

/** A command, agent or skill that names nothing of this workspace works on what its user brings. */
export function isForAnyProject(path: string, references: readonly FileReference[]): boolean {
  return (
    path
      .split("/")
      .slice(0, -1)
      .some((folder) => INSTALLED_FOLDERS.has(folder)) && references.every(({ resolved }) => resolved === undefined)
  );
}

/** A name without a folder, which may be meant in any. */
export function isBareName({ kind, origin, text }: FileReference): boolean {
  return kind === "file" && origin !== "link" && !text.includes("/");
}
