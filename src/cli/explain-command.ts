import { quote, suggestNearest } from "../nearest.ts";
import { createPaint, escapeTerminal, type Paint } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { Invocation } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";

/** Prints the page of a rule. */
export async function runExplain(
  { rule, color: flag }: Extract<Invocation, { command: "explain" }>,
  surroundings: Surroundings,
  services: Services,
): Promise<void> {
  const { env, stdout } = surroundings;
  const ids = (await services.listRules()).map(({ id }) => id);
  if (!ids.includes(rule)) throw new UsageError(`unknown rule ${quote(rule)}${suggestNearest(rule, ids)}`);
  const page = await services.readRulePage(rule);
  const color = wantsColor({ flag, env, isTerminal: stdout.isTTY === true });
  await printOutput(surroundings, renderPage(page, createPaint(color)));
}

/** Markdown is made to be read as it is; colour only sets headings, code and fences apart. */
export function renderPage(markdown: string, paint: Paint): string {
  let closing: string | undefined;
  const lines = markdown
    .trimEnd()
    .split("\n")
    .filter((line) => !/^<!-- .* -->$/.test(line))
    .map((raw) => {
      const line = escapeTerminal(raw.replaceAll("\t", "    "));
      const fence = /^`{3,}/.exec(line)?.[0];
      if (closing === undefined && fence !== undefined) {
        closing = fence;
        return paint("dim", line);
      }
      if (closing !== undefined) {
        if (line !== closing) return `    ${paint("cyan", line)}`.trimEnd();
        closing = undefined;
        return paint("dim", line);
      }
      if (line.startsWith("#")) return paint("bold", line);
      return line.replace(/`[^`]+`/g, (code) => paint("cyan", code));
    });
  return `${lines.join("\n").trimEnd()}\n`;
}
