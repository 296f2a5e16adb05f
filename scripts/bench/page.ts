import { isPartial, ratio, type Amount, type Figures, type Results } from "./figures.ts";
import { count, judgeGoals } from "./goals.ts";
import { NODE, RUMDL, type Missing, type Tool } from "./tools.ts";

/** Under what a measurement was made. */
export interface Conditions {
  date: Date;
  cpu: string;
  cores: number;
  system: string;
  /** Load averages of one minute before and after all. */
  load: readonly [number, number];
  seed: number;
  deadline: number;
}

/** All that `npm run bench -- --write` writes into the page, behind what is written by hand. */
export function writePage(results: Results, tools: readonly (Tool | Missing)[], conditions: Conditions): string {
  const { date, cpu, cores, system, load, seed, deadline } = conditions;
  const sizes = [...results.keys()];
  return [
    "## Measured",
    `${date.toISOString().slice(0, 10)}, ${cpu}, ${cores} cores, ${system}. Load average ${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after; seed ${seed}; a peer is stopped after ${deadline} seconds.`,
    tableOf(
      ["tool", "version"],
      tools.map((tool) => [tool.name, "version" in tool ? tool.version : `not measured: ${tool.reason}`]),
    ),
    "### Goals",
    tableOf(
      ["goal", "measured", "met"],
      judgeGoals(results).map(({ name, measured, met }) => [name, measured, met === undefined ? "not known" : met ? "yes" : "**no**"]),
    ),
    ...sizes.flatMap((size) => [`### ${count(size)}`, tableOf(SIZE_HEAD, sizeRows(results.get(size)!)), ...writeFailures(results.get(size)!)]),
    ...(sizes.length > 1 ? ["### Growth", growthTable(results)] : []),
  ].join("\n\n");
}

/** Of the columns of `sizeRows`. */
export const SIZE_HEAD = ["tool", "CPU s, median", "least", "empty Nodes", "rumdls", "memory MB", "lines printed", "rounds"];

/** A row for each tool. */
export function sizeRows(figures: ReadonlyMap<string, Figures>): string[][] {
  return [...figures].map(([name, own]) => [
    name,
    amount({ value: own.median, atLeast: isPartial(own) }, 2),
    own.stopped ? "" : own.minimum.toFixed(2),
    amount(ratio(own, figures.get(NODE)), 1),
    amount(ratio(own, figures.get(RUMDL)), 1),
    own.memory === undefined ? "" : (own.memory / 1e6).toFixed(0),
    own.stopped ? "" : String(own.lines),
    String(own.rounds),
  ]);
}

/** A line for each tool that did not do all its work. */
export function writeFailures(figures: ReadonlyMap<string, Figures>): string[] {
  return [...figures].flatMap(([name, { failure, stopped }]) => (failure !== undefined ? [`${name} ${failure}`] : stopped ? [`${name} was stopped.`] : []));
}

/** How many times the time, and the memory, of a size the next one takes. */
function growthTable(results: Results): string {
  const steps = [...results].slice(1).map(([size, figures], index) => ({ size, figures, before: [...results][index]! }));
  const names = [...new Set([...results.values()].flatMap((figures) => [...figures.keys()]))];
  const rows = names.map((name) => [name, ...steps.flatMap(({ figures, before: [, before] }) => growth(before.get(name), figures.get(name)))]);
  const head = steps.flatMap(({ size, before: [before] }) => [`CPU, ${before.toLocaleString("en")} to ${size.toLocaleString("en")}`, "memory"]);
  return tableOf(["tool", ...head], rows);
}

function growth(before: Figures | undefined, after: Figures | undefined): string[] {
  const memory = before?.memory === undefined || after?.memory === undefined ? undefined : { value: after.memory / before.memory, atLeast: false };
  return [amount(ratio(after, before), 1, "x"), amount(memory, 1, "x")];
}

function amount(given: Amount | undefined, digits: number, unit = ""): string {
  return given === undefined ? "" : `${given.atLeast ? "> " : ""}${given.value.toFixed(digits)}${unit}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, index) => (index === 0 || rows.some((row) => /[a-z]{3}/.test(row[index]!)) ? "---" : "---:"));
  return [head, align, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
