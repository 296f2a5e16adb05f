import type { Edit } from "../finding.ts";
import { parseBash, type BashScript, type BashSpan } from "../parse/bash.ts";
import { excerptLines } from "../parse/excerpt.ts";
import { createSource } from "../source.ts";
import { analyzeScript, analyzeWith, type CommandVerdict } from "./analyze.ts";

/** `set -euo pipefail` as the first line, where that makes every command of the script checked. */
export function addErrexit(script: BashScript): Edit | undefined {
  const { text, excerpt } = script;
  const hasShebang = text.startsWith("#!");
  const firstEnd = text.indexOf("\n");
  if (hasShebang && firstEnd < 0) return undefined;
  if (analyzeScript(script).commands.some(({ verdict, by }) => verdict === "unchecked" && DEAF.includes(by))) return undefined;
  if (analyzeWith({ errexit: true, pipefail: true }, script).commands.some(({ verdict }) => verdict === "unchecked")) return undefined;

  const at = hasShebang ? firstEnd + 1 : 0;
  const { start } = script.place({ pos: at, end: at });
  // The container of the fence, a list or quote, has its own marks in front of each line.
  const marks = excerpt.source.text.slice(excerpt.source.lineStarts[start.line - 1], start.offset);
  return { place: { start, end: start }, text: `set -euo pipefail${newlineOf(script)}${marks}` };
}

/** What errexit never notices, so that a second analysis need not say it. */
const DEAF: readonly string[] = ["substitution", "declaration", "background", "negated"];

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

/** `handler` in place of one that swallows the failure, or behind the statement where there is none. */
export function stopOnFailure(
  script: BashScript,
  verdict: CommandVerdict,
  { swallower, handler }: { swallower: BashSpan | undefined; handler: string },
): Edit | undefined {
  const isHandler = swallower !== undefined && /\|\|[ \t\n\\]{0,200}$/.test(script.text.slice(Math.max(0, swallower.pos - 200), swallower.pos));
  if (!isHandler) return addHandler(script, verdict, handler);
  return applied(script, swallower, handler) && { place: script.place(swallower), text: handler };
}

/** `exit 1` at the end of a quoted trap. */
export function stopInTrap(script: BashScript, trap: BashSpan): Edit | undefined {
  const quote = script.text[trap.end - 1];
  if ((quote !== "'" && quote !== '"') || script.text[trap.pos] !== quote) return undefined;
  const at = { pos: trap.end - 1, end: trap.end - 1 };
  return applied(script, at, "; exit 1") && { place: script.place(at), text: "; exit 1" };
}

/** `exit 1` behind the last statement of what a failure runs; `return 1` in a function. */
export function stopAtEnd(script: BashScript, { body, jump, isList }: { body: BashSpan; jump: "exit 1" | "return 1"; isList: boolean }): Edit[] | undefined {
  const { text, excerpt } = script;
  const edit = (at: number, added: string): Edit => ({ place: script.place({ pos: at, end: at }), text: added });
  if (isList) {
    if (!applied(script, body, `{ ${text.slice(body.pos, body.end)}; ${jump}; }`)) return undefined;
    return [edit(body.pos, "{ "), edit(body.end, `; ${jump}; }`)];
  }
  const { start } = script.place({ pos: body.pos, end: body.pos });
  // The indent, and the marks of the list or quote that the fence stands in.
  const marks = excerpt.source.text.slice(excerpt.source.lineStarts[start.line - 1], start.offset);
  const indent = text.slice(text.lastIndexOf("\n", body.pos - 1) + 1, body.pos);
  if (/^[ \t>]*$/.test(marks) && /^[ \t]*$/.test(indent)) {
    const end = text.indexOf("\n", body.end) < 0 ? body.end : text.indexOf("\n", body.end);
    const rest = text.slice(body.end, end).trim();
    // A comment behind the last command stays with it.
    const at = rest === "" || rest.startsWith("#") ? end : body.end;
    if (at !== body.end || rest === "")
      if (applied(script, { pos: at, end: at }, `\n${indent}${jump}`)) return [edit(at, `${newlineOf(script)}${marks}${jump}`)];
  }
  return applied(script, { pos: body.end, end: body.end }, `; ${jump}`) && [edit(body.end, `; ${jump}`)];
}

/** As the file ends its lines; a script's own text has no other than `\n`. */
function newlineOf({ excerpt }: BashScript): string {
  return /\r\n?|\n/.exec(excerpt.source.text)?.[0] ?? "\n";
}

/** The script with `text` in place of `at`; `undefined` where it parses worse than before. */
function applied(script: BashScript, at: BashSpan, text: string): BashScript | undefined {
  const changed = script.text.slice(0, at.pos) + text + script.text.slice(at.end);
  const repaired = parseBash(excerptLines(createSource("", changed), 1, changed), { origin: script.origin, badExample: false });
  return (repaired.tree.errors?.length ?? 0) > (script.tree.errors?.length ?? 0) ? undefined : repaired;
}

function isCheckedWith(script: BashScript, { command, statement, unit }: CommandVerdict, text: string): boolean {
  const repaired = applied(script, { pos: statement.end, end: statement.end }, text);
  if (!repaired) return false;
  const now = analyzeScript(repaired).commands.find((verdict) => verdict.command.pos === command.pos && verdict.unit.pos === unit.pos);
  return now !== undefined && now.verdict !== "unchecked";
}
