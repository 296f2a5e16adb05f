import { createHash } from "node:crypto";
import type { LintRequest } from "../cli/services.ts";
import { isAbsolute, relativePath } from "../read/paths.ts";

export interface KeyFacts {
  request: LintRequest;
  /** Absolute, links followed. */
  cwd: string;
  place: string;
  /** Names the program: two that differ in anything have different ones. */
  program: string;
  /** Whether the result has the checklists in it. */
  checklists: boolean;
}

/** What decides an answer beside what is asked of the world, as 40 hex digits. */
export function createKey({ request, cwd, place, program, checklists }: KeyFacts): string {
  // Whatever is asked for is part of it, also what is added one day.
  const asked = { ...request, cwd: undefined, fs: undefined, clock: undefined, observer: undefined };
  const { patterns, literalPaths, root, configFile, stdin } = request;
  const named = [...patterns, ...literalPaths, root ?? "", configFile ?? "", stdin?.path ?? ""];
  const isBound = named.some((path) => isAbsolute(path.replaceAll("\\", "/").replace(/^!/, "")));
  const facts = {
    format: FORMAT,
    program,
    node: process.versions.node.split(".")[0],
    platform: process.platform,
    cwd: relativePath(place, cwd) ?? { outside: cwd, place },
    ...(isBound && { place }),
    checklists,
    asked,
  };
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 40);
}

/** Of entries: another number for another one. */
const FORMAT = 1;
