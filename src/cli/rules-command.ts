import { ruleUrl } from "../report/rule-url.ts";
import { createPaint, type Paint } from "../report/terminal.ts";
import { FINDING_SECTIONS } from "../report/report.ts";
import type { RegisteredRule } from "../rule.ts";
import type { Invocation } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printError, printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";

/** Prints the rules, section by section in the order of the checklist. */
export async function runRules(
  { format, color: flag, noPlugins = false }: Extract<Invocation, { command: "rules" }>,
  surroundings: Surroundings,
  { listAllRules }: Services,
): Promise<void> {
  const { cwd, env, stdout } = surroundings;
  const { rules, problems } = await listAllRules({ cwd, noPlugins });
  const color = wantsColor({ flag, env, isTerminal: stdout.isTTY === true });
  await printOutput(surroundings, format === "json" ? toJson(rules) : toTable(rules, createPaint(color)));
  for (const problem of problems) await printError(surroundings, problem);
}

function toJson(rules: readonly RegisteredRule[]): string {
  const rows = inOrder(rules).map(({ id, section, plugin, rule: { summary, scope, severity, items = [], minimal = false } }) => ({
    id,
    section,
    summary,
    scope,
    severity,
    minimal,
    items,
    url: ruleUrl(id),
    ...(plugin && { plugin: plugin.path }),
  }));
  return `${JSON.stringify({ version: 1, rules: rows }, null, 2)}\n`;
}

function toTable(rules: readonly RegisteredRule[], paint: Paint): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const rows = FINDING_SECTIONS.flatMap((section) => {
    const own = inOrder(rules).filter((rule) => rule.section === section);
    return own.length === 0 ? [] : [paint("bold", section), ...own.map((rule) => tableRow(rule, width, paint)), ""];
  });
  const legend = paint("dim", "Severity in preset recommended, numbers of the pre-deployment checklist, * also in preset minimal");
  return [...rows, legend, ""].join("\n");
}

function tableRow({ id, rule: { summary, severity, items = [], minimal } }: RegisteredRule, width: number, paint: Paint): string {
  const name = `${id}${minimal ? "*" : ""}`.padEnd(width + 1);
  return `  ${name}  ${paint(severity, severity.padEnd("warning".length))}  ${items.join(",").padEnd("11,12".length)}  ${summary}`;
}

/** By section, then checklist item, then name. */
function inOrder(rules: readonly RegisteredRule[]): RegisteredRule[] {
  const itemOf = ({ rule }: RegisteredRule) => rule.items?.[0] ?? Infinity;
  return [...rules].sort(
    (a, b) => FINDING_SECTIONS.indexOf(a.section) - FINDING_SECTIONS.indexOf(b.section) || compare(itemOf(a), itemOf(b)) || compare(a.id, b.id),
  );
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
