import type { SedRun } from "../../src/patterns/run-sed.ts";
import { runPipeline, type Stage } from "../../src/patterns/pipeline.ts";
import { showText, type Marks, type Piece, type Word } from "../../src/patterns/words.ts";
import { toCommands } from "./gnu-tools.ts";

/**
 * What is said of a command line on `text`, a line each: what it prints, with
 * `? ` in front of what may not be there, `…` for what no script wrote, and
 * `$X` for what only the shell knows; why it is not run; what the conditions of
 * an awk program ask for; what `sed` changes; the exit status. `$X`, `$Y` and `$N` are pieces that only the shell knows.
 */
export function tell(line: string, text: string): string[] {
  const commands = toCommands(line).map((words, index) => ({ words: words.map(toWord), ...(index === 0 && { input: ["F"] }) }));
  const { stages, marks } = runPipeline(commands, { read: (path, revision) => readFile(path, revision, text) });
  return tellStage(stages.at(-1)!, marks);
}

function tellStage({ command, result, output }: Stage, marks: Marks): string[] {
  if (command?.type === "awk program")
    return command.conditions.map(({ sources, others }) => `asks: ${sources.join(" or ")}${others.length > 0 ? `, beside ${others.join(" and ")}` : ""}`);
  if (result.type === "unknown" || result.type === "invalid") return [`${result.type}: ${result.reason}`];
  const show = (one: string) => showText(one, marks);
  const { lines, ordered } = output!;
  const printed = lines.map((line) => (line.certain ? "" : "? ") + show(line.text));
  return [
    ...printed,
    ...(ordered ? [] : ["(in any order)"]),
    ...(result.type === "sed" ? result.edits.map((edit) => tellEdit(edit, show)) : []),
    ...(result.type === "grep" || result.type === "sed" ? [`status ${result.status ?? "unknown"}`] : []),
  ];
}

function tellEdit({ first, last, before, after, certain }: SedRun["edits"][number], show: (text: string) => string): string {
  const range = first === last ? `${first}` : `${first}-${last}`;
  return `${certain ? "" : "? "}${range}: ${before.map(show).join("⏎")} → ${after.map(show).join("⏎")}`;
}

/** `F` is the file, and so it is in the revision `HEAD`; no other is known. */
function readFile(path: Word, revision: Word | undefined, text: string): { path: string; text: string } | undefined {
  const isKnown = (revision === undefined || (revision[0] === "HEAD" && revision.length === 1)) && (path[0] === "F" || path[0] === "G") && path.length === 1;
  return isKnown ? { path: path[0] as string, text } : undefined;
}

function toWord(word: string): Piece[] {
  return word
    .split(/(\$[XYN](?![A-Z]))/)
    .filter((text) => text !== "")
    .map((text): Piece => (/^\$[XYN]$/.test(text) ? { source: text } : text));
}

/** By what they are about, command lines and what is said of them. */
export type Told = Readonly<Record<string, readonly (readonly [line: string, told: readonly string[]])[]>>;
