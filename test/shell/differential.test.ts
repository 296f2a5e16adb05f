import { parse } from "unbash";
import { expect, test } from "vitest";
import { walkNodes } from "../../src/shell/nodes.ts";
import type { CommandVerdict } from "../../src/shell/analyze.ts";
import { analyze } from "./analyze-text.ts";
import { cases, type Case } from "./constructs.ts";
import { COMMANDS, hasBash, runAll, type Trace } from "./real-bash.ts";

/*
 * Every command of every script is made to fail in turn, and bash runs the
 * script. A failure is noticed when a command that would have run does not, when
 * one runs that would not have (a handler, a trap, a retry), when something is
 * written to a file, or when the exit status is not 0. That has to be the verdict.
 *
 * Two parts of shell.md bash cannot show, so they are built in: what a failure
 * skips in its own `&&` list is not notice (`skippedByLists`), and neither is the
 * exit status of the last command of all (`c9`), which nobody reads.
 */

interface Difference {
  reason: string;
  applies(row: Case, command: string, verdict: CommandVerdict): boolean;
}

const DELIBERATE: readonly Difference[] = [
  {
    reason: "a loop over nothing runs no round: its commands do not run, and nobody is told",
    applies: ({ construct }, command) => command === "c1" && ["a pipeline from a command into a loop", "a substitution in a for"].includes(construct),
  },
  {
    reason: "what `||` prints into a substitution stands in for the result, which bash cannot show",
    applies: (_, __, { by, handler }) => by === "handler" && handler?.acts.join() === "prints",
  },
  {
    reason: "which branch runs is not asked: an option that may be on counts as on, so that doubt stays silent",
    applies: ({ construct, place }, command) =>
      construct === "set -o errexit" && /^in (?:a then|an else|a for loop|a case)$/.test(place) && /c[58]/.test(command),
  },
  {
    reason: "bash inherits an ERR trap into a process substitution, but not inside a substitution in a condition",
    applies: ({ construct, place, option }) =>
      construct === "a process substitution" && place === "in a tested substitution" && option === "an inherited ERR trap",
  },
];

/** The whole table is 35,000 scripts; a fixed part of it runs each time, another with `DIFFERENTIAL=1` … `DIFFERENTIAL=60`. */
const part = Number(process.env["DIFFERENTIAL"] ?? 0);
const rows = cases(({ construct, place, option }) => {
  if (place === "at the top" && part === 0) return ["no options", "set -e"].includes(option);
  if (construct === "a command" && option === "set -e") return true;
  return checksum(`${construct}, ${place}, ${option}`) % 60 === part;
});

test.skipIf(!hasBash())(`${rows.length} scripts: the verdicts are what bash does (skipped without bash)`, { timeout: 300_000 }, () => {
  expect(rows.length).toBeGreaterThan(250);
  const paths = findPaths();
  const used = new Set<Difference>();
  const differences: string[] = [];
  let compared = 0;

  for (const row of rows) {
    const verdicts = analyze(row.script).commands;
    const skipped = skippedByLists(row.script);
    for (const { command, before, after } of paths.get(row) ?? []) {
      const found = verdicts.filter(({ invocation }) => invocation.name === command);
      expect(found, `${row.script}: ${command}`).toHaveLength(1);
      const [verdict] = found;
      const noticed = isNoticed(before, after, skipped.get(command) ?? new Set());
      compared++;
      if ((verdict!.verdict === "checked") === noticed) continue;
      const deliberate = DELIBERATE.find((difference) => difference.applies(row, command, verdict!));
      if (deliberate) used.add(deliberate);
      else
        differences.push(
          `${row.construct}, ${row.place}, ${row.option}: ${command} is ${verdict!.verdict} (${verdict!.explanation}), bash ${noticed ? "notices" : "does not"}:\n${row.script}`,
        );
    }
  }
  expect(differences.join("\n")).toBe("");
  expect(compared).toBeGreaterThan(rows.length * 2);
  if (part === 0) expect(DELIBERATE.slice(0, 2).filter((difference) => !used.has(difference))).toEqual([]);
});

interface Path {
  command: string;
  /** A run in which the command is reached and succeeds, and the same run when it fails. */
  before: Trace;
  after: Trace;
}

/** Runs every script, with every command failing; and again for commands that only run once another one has failed. */
function findPaths(): Map<Case, Path[]> {
  const trace = createTracer();
  const names = new Map(rows.map((row) => [row, COMMANDS.filter((name) => name !== "c0" && row.script.includes(name))]));
  trace(rows.flatMap((row) => [[], ...names.get(row)!.map((name) => [name])].map((failing) => ({ row, failing }))));

  const reached = rows.flatMap((row) =>
    names.get(row)!.flatMap((command) => {
      const others = names.get(row)!.filter((name) => name !== command);
      const failing = [[], ...others.map((name) => [name])].find((path) => trace.of(row, path).counts.has(command));
      return failing && command !== "c9" ? [{ row, command, failing }] : [];
    }),
  );
  trace(reached.flatMap(({ row, command, failing }) => (failing.length > 0 ? [{ row, failing: [...failing, command] }] : [])));

  const paths = new Map<Case, Path[]>();
  for (const { row, command, failing } of reached) {
    const before = trace.of(row, failing);
    // Where the run already fails or runs the trap, as `! c1` makes it, there is nothing to compare with.
    if (before.status !== 0 || before.counts.has("c0")) continue;
    paths.set(row, [...(paths.get(row) ?? []), { command, before, after: trace.of(row, [...failing, command]) }]);
  }
  return paths;
}

function createTracer() {
  const traces = new Map<string, Trace>();
  const keyOf = (row: Case, failing: readonly string[]) => `${rows.indexOf(row)} ${[...failing].sort().join(" ")}`;
  const run = (runs: readonly { row: Case; failing: string[] }[]) => {
    const found = runAll(runs.map(({ row, failing }) => ({ script: row.script, failing })));
    runs.forEach(({ row, failing }, index) => traces.set(keyOf(row, failing), found[index]!));
  };
  return Object.assign(run, { of: (row: Case, failing: readonly string[]) => traces.get(keyOf(row, failing))! });
}

function isNoticed(before: Trace, after: Trace, skipped: ReadonlySet<string>): boolean {
  if (after.status !== 0 || after.note !== before.note) return true;
  return COMMANDS.some((name) => {
    const more = (after.counts.get(name) ?? 0) - (before.counts.get(name) ?? 0);
    return more > 0 || (more < 0 && !skipped.has(name));
  });
}

/** By command, what stands right of it in an `&&` list, through functions and strings. */
function skippedByLists(script: string): Map<string, Set<string>> {
  const skipped = new Map<string, Set<string>>();
  const functions = new Map<string, string>();
  visit(script);
  return skipped;

  function visit(source: string): void {
    walkNodes(
      parse(source),
      (node) => {
        if (node.type === "Function") functions.set(node.name.value, source.slice(node.body.pos, node.body.end));
        if (node.type === "SingleQuoted") visit(node.value);
        if (node.type !== "AndOr") return;
        const names = node.commands.map(({ pos, end }) => namesIn(source.slice(pos, end)));
        node.commands.forEach((_, index) => {
          for (let at = index + 1; at < names.length && node.operators[at - 1] === "&&"; at++) {
            for (const left of names[index]!) skipped.set(left, new Set([...(skipped.get(left) ?? []), ...names[at]!]));
          }
        });
      },
      "scripts",
    );
  }

  function namesIn(source: string): string[] {
    return (source.match(/\b(?:[cw]\d|[fg]\d?)\b/g) ?? []).flatMap((name) => (functions.has(name) ? namesIn(functions.get(name)!) : [name]));
  }
}

function checksum(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum;
}
