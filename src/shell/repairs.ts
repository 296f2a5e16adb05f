import type { Edit } from "../finding.ts";
import { parseBash, type BashScript } from "../parse/bash.ts";
import { excerptLines } from "../parse/excerpt.ts";
import { createSource } from "../source.ts";
import { analyzeScript, analyzeWith, type CommandVerdict } from "./analyze.ts";

/** `set -euo pipefail` as the first line, where that makes every command of the script checked. */
export function addErrexit(script: BashScript): Edit | undefined {
  const { text, excerpt } = script;
  const firstLine = /[^\r\n]*(?:\r\n|\r|\n)/y.exec(text)?.[0] ?? "";
  const hasShebang = text.startsWith("#!");
  if (hasShebang && firstLine === "") return undefined;
  if (analyzeWith({ errexit: true, pipefail: true }, script).commands.some(({ verdict }) => verdict === "unchecked")) return undefined;

  const at = hasShebang ? firstLine.length : 0;
  const { start } = script.place({ pos: at, end: at });
  const newline = /(?:\r\n|\r|\n)$/.exec(firstLine)?.[0] ?? "\n";
  // The container of the fence, a list or quote, has its own marks in front of each line.
  const marks = excerpt.source.text.slice(excerpt.source.lineStarts[start.line - 1], start.offset);
  return { place: { start, end: start }, text: `set -euo pipefail${newline}${marks}` };
}

/** `|| handler` behind the statement that a command stands in, where that makes the command checked. */
export function addHandler(script: BashScript, verdict: CommandVerdict, handler: string): Edit | undefined {
  const { statement } = verdict;
  const text = ` || ${handler}`;
  const isEnd = !verdict.isInWord && END_OF_STATEMENT.includes(verdict.by);
  if (!isEnd && !isCheckedWith(script, verdict, text)) return undefined;
  return { place: script.place({ pos: statement.end, end: statement.end }), text };
}

/** Where a failure is the statement's own, so that `||` behind it sees it. */
const END_OF_STATEMENT: readonly string[] = ["overwritten", "last", "list-end", "loop-round"];

function isCheckedWith(script: BashScript, { command, statement, unit }: CommandVerdict, text: string): boolean {
  const changed = script.text.slice(0, statement.end) + text + script.text.slice(statement.end);
  const repaired = parseBash(excerptLines(createSource("", changed), 1, changed), { origin: script.origin, badExample: false });
  if ((repaired.tree.errors?.length ?? 0) > (script.tree.errors?.length ?? 0)) return false;
  const now = analyzeScript(repaired).commands.find((verdict) => verdict.command.pos === command.pos && verdict.unit.pos === unit.pos);
  return now !== undefined && now.verdict !== "unchecked";
}
