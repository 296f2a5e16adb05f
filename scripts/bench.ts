// Measures this tool beside its peers, on a workload of its own: `npm run bench -- --sizes 1,100,1000 --rounds 7 --peers <folder with node_modules> --write`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import type { Figures } from "./bench/figures.ts";
import { count, judgeGoals } from "./bench/goals.ts";
import { layOut } from "./bench/lay-out.ts";
import { SHELL } from "./bench/measure.ts";
import { sizeRows, SIZE_HEAD, writeFailures, writePage } from "./bench/page.ts";
import { runRounds } from "./bench/rounds.ts";
import { findTools, type Missing, type Tool } from "./bench/tools.ts";

const PAGE = "docs/performance.md";
/** What is above it in the page is written by hand. */
const MARK = "<!-- Below: written by `npm run bench -- --write` -->";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,100,1000" },
    rounds: { type: "string", default: "7" },
    seed: { type: "string", default: "1" },
    peers: { type: "string", default: "." },
    deadline: { type: "string", default: "120" },
    budget: { type: "string", default: "60" },
    write: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
const [rounds, seed, deadline, budget] = [values.rounds, values.seed, values.deadline, values.budget].map(Number) as [number, number, number, number];
if ([...sizes, rounds, deadline].some((value) => !(value > 0)) || !Number.isInteger(seed) || !(budget >= 0)) {
  console.error(
    "usage: npm run bench -- [--sizes 1,100,1000] [--rounds 7] [--seed 1] [--peers <folder>] [--deadline <seconds>] [--budget <seconds>] [--write]",
  );
  process.exit(2);
}
if (SHELL === undefined) {
  console.error("The times are those that a POSIX shell tells: expected `bash` or `sh` on the PATH");
  process.exit(2);
}

const date = new Date();
const loadBefore = loadavg()[0]!;
const root = mkdtempSync(join(tmpdir(), "prompt-lint-bench-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));

const found = findTools(values.peers, root);
for (const tool of found) console.log(isTool(tool) ? `${tool.name} ${tool.version}` : `${tool.name}: ${tool.reason}, left out`);
const results = new Map<number, Map<string, Figures>>();
let tools = found.filter(isTool);
for (const prompts of sizes) {
  const place = layOut(root, { prompts, seed });
  const [before] = loadavg();
  console.log(`\n${count(prompts)}, ${(place.bytes / 1e6).toFixed(2)} MB of markdown with ${place.scriptCount} scripts; load ${before!.toFixed(1)}`);
  const figures = await runRounds(tools, place, {
    rounds,
    deadline,
    budget,
    onRun: (tool, { wall }) => process.stderr.write(`\r\u001B[K${tool.name} ${wall.toFixed(1)} s`),
  });
  process.stderr.write("\r\u001B[K");
  results.set(prompts, figures);
  printTable([SIZE_HEAD, ...sizeRows(figures)]);
  for (const line of writeFailures(figures)) console.log(line);
  console.log(`load ${loadavg()[0]!.toFixed(1)}`);
  // At a larger size it would only be stopped again.
  tools = tools.filter(({ name }) => !figures.get(name)!.stopped);
}

console.log();
printTable(judgeGoals(results).map(({ name, measured, met }) => [met === undefined ? "?" : met ? "met" : "MISSED", name, measured]));

if (values.write) {
  const conditions = {
    date,
    cpu: cpus()[0]?.model ?? "unknown CPU",
    cores: cpus().length,
    system: process.platform,
    load: [loadBefore, loadavg()[0]!] as const,
    seed,
    deadline,
  };
  const [byHand] = readFileSync(PAGE, "utf8").split(MARK, 1);
  const text = `${byHand!.trimEnd()}\n\n${MARK}\n\n${writePage(results, found, conditions)}\n`;
  writeFileSync(PAGE, await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
  console.log(`\n${PAGE} is written`);
}

function isTool(tool: Tool | Missing): tool is Tool {
  return "command" in tool;
}

/** In columns, as wide as their widest cell. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join("  ")
        .trimEnd(),
    );
}
