import { readFileSync } from "node:fs";
import { interval, keyOf, type Mutant } from "./sample.ts";

/** What became of a mutant. */
export interface Outcome {
  mutant: Mutant;
  /** As Stryker has it: `Killed`, `Timeout`, `Survived`, `NoCoverage`, `Ignored`, … */
  status: string;
}

/** One line a status, and the score: of those that count, how many a test noticed. */
export function describeScore(outcomes: readonly Outcome[], isSample: boolean): string {
  const count = (...statuses: string[]) => outcomes.filter(({ status }) => statuses.includes(status)).length;
  const detected = count("Killed", "Timeout");
  const valid = detected + count("Survived", "NoCoverage");
  const score = `score ${percent(detected / valid)}`;
  const { low, high } = interval(detected, valid);
  return [
    `${outcomes.length} mutants: ${count("Killed")} killed, ${count("Timeout")} timeout, ${count("Survived")} survived, ${count("NoCoverage")} no coverage, ` +
      `${count("Ignored")} static (not run), ${outcomes.length - valid - count("Ignored")} invalid`,
    isSample ? `${score} of ${valid} (95 %: ${percent(low)} to ${percent(high)})` : `${score} of ${valid}`,
    ...byFile(outcomes),
  ].join("\n");
}

/** The files with the most left, and how many of how many. */
function byFile(outcomes: readonly Outcome[]): string[] {
  const files = new Map<string, { left: number; valid: number }>();
  for (const outcome of outcomes) {
    const { file } = outcome.mutant;
    if (!isValid(outcome)) continue;
    const { left, valid } = files.get(file) ?? { left: 0, valid: 0 };
    files.set(file, { left: left + (isLeft(outcome) ? 1 : 0), valid: valid + 1 });
  }
  return [...files]
    .filter(([, { left }]) => left > 0)
    .sort(([, a], [, b]) => b.left - a.left)
    .slice(0, 15)
    .map(([file, { left, valid }]) => `  ${left} of ${valid} left in ${file}`);
}

/** Each mutant that no test noticed, as a change of its line. */
export function describeLeft(outcomes: readonly Outcome[]): string {
  return outcomes
    .filter(isLeft)
    .sort((a, b) => (keyOf(a.mutant) < keyOf(b.mutant) ? -1 : 1))
    .map(({ mutant: { file, location, mutatorName, replacement }, status }) => {
      const lines = readFileSync(file, "utf8").split("\n");
      const { start, end } = location;
      const first = lines[start.line - 1]!;
      const last = lines[end.line - 1]!;
      const changed = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
      return `${file}:${start.line}:${start.column} ${mutatorName} ${status}\n- ${first.trim()}${end.line > start.line ? " …" : ""}\n+ ${changed.trim()}\n`;
    })
    .join("\n");
}

export function isLeft({ status }: Outcome): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function isValid(outcome: Outcome): boolean {
  return isLeft(outcome) || outcome.status === "Killed" || outcome.status === "Timeout";
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
