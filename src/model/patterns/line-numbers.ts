import type { Line } from "../../patterns/lines.ts";
import { showText, toWord, type Marks } from "../../patterns/words.ts";
import { runSite, type Judging, type LineNumbers, type SiteRun } from "./runs.ts";

/** `${LINE}`, `$((LINE - 1))`: a line address that a variable gives. */
export interface VariableAddress {
  name: string;
  /** What is added; `undefined` for the variable alone. */
  offset: number | undefined;
}

export function readAddress(text: string, marks: Marks): VariableAddress | undefined {
  const source = showText(text, marks);
  const alone = /^\$(?:\{(\w+)\}|(\w+))$/.exec(source);
  if (alone) return { name: (alone[1] ?? alone[2])!, offset: undefined };
  const sum = /^\$(?:\(\(|\[)\s*(?:\$\{?)?([A-Za-z_]\w*)\}?\s*([-+])\s*(\d{1,3})\s*(?:\)\)|\])$/.exec(source);
  return sum ? { name: sum[1]!, offset: Number(sum[3]) * (sum[2] === "-" ? -1 : 1) } : undefined;
}

/**
 * The line numbers that a pipeline puts into its variable. With a pattern that
 * matches no entry, `repaired` is the one that does: what is wrong behind it is
 * wrong also when it is right.
 */
export function readLineNumbers(
  run: SiteRun,
  repaired: { stage: number; source: string } | undefined,
  judging: Pick<Judging, "targetOf" | "budget">,
): LineNumbers | undefined {
  if (!run.stages.some(({ command }) => command?.type === "grep" || command?.type === "awk" || command?.type === "sed")) return undefined;
  return { run, lines: repaired ? numbersOf(rerun(run, repaired, judging)) : numbersOf(run) };
}

function numbersOf({ stages, targets }: SiteRun): number[] | undefined {
  const lines = stages.at(-1)?.output?.lines;
  const target = targets.find((known) => known !== undefined);
  if (!lines || lines.length === 0 || lines.length > MAX_LINES || !target) return undefined;
  const isNumber = ({ text, origin }: Line) => origin !== undefined && text.trim() === String(origin.line) && target.lines[origin.line - 1]?.kind === "entry";
  return lines.every(isNumber) ? lines.map(({ origin }) => origin!.line) : undefined;
}

const MAX_LINES = 100;

function rerun(run: SiteRun, { stage, source }: { stage: number; source: string }, judging: Pick<Judging, "targetOf" | "budget">): SiteRun {
  const { command } = run.stages[stage]!;
  if (command?.type !== "grep") return run;
  const pattern = JSON.stringify(toWord(command.patterns[0]!, run.marks));
  const commands = run.site.commands.map((one, index) => {
    if (index !== stage) return one;
    const words = one.words.map((word) => (JSON.stringify(word) === pattern ? toWord(source, run.marks) : word));
    return { ...one, words };
  });
  return runSite({ ...run.site, commands }, judging);
}
