import { CHECKLIST_ITEMS } from "../checklist/items.ts";
import { quote, suggestNearest } from "../nearest.ts";
import { createPaint, escapeTerminal, type Paint } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { Invocation } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";

/** Prints the pages of rules; the number of a checklist item stands for the rules that decide it. */
export async function runExplain(
  { rules, color: flag, noPlugins = false }: Extract<Invocation, { command: "explain" }>,
  surroundings: Surroundings,
  services: Services,
): Promise<void> {
  const { env, stdout } = surroundings;
  const paint = createPaint(wantsColor({ flag, env, isTerminal: stdout.isTTY === true }));
  const pages: string[] = [];
  // All are read before the first is printed: a mistake in one of them prints none.
  for (const asked of rules) {
    const item = /^\d+$/.test(asked) ? await readItem(Number(asked), services) : undefined;
    if (item) pages.push(renderPage(`${item.title}\n`, paint));
    for (const rule of item?.rules ?? [asked]) pages.push(renderPage(await readPage({ rule, noPlugins }, surroundings, services), paint));
  }
  await printOutput(surroundings, pages.join("\n"));
}

async function readItem(number: number, services: Services): Promise<{ title: string; rules: string[] }> {
  const item = CHECKLIST_ITEMS[number - 1];
  if (!item) throw new UsageError(`the checklist has items 1 to ${CHECKLIST_ITEMS.length}, and no ${number}`);
  const deciding = (await services.listRules()).filter(({ rule }) => rule.items?.includes(number));
  return { title: `Item ${number} of the checklist: ${item.title}`, rules: deciding.map(({ id }) => id) };
}

async function readPage({ rule: id, noPlugins }: { rule: string; noPlugins: boolean }, { cwd }: Surroundings, services: Services): Promise<string> {
  // Ours need no config, and no code of anybody else.
  if ((await services.listRules()).some((rule) => rule.id === id)) return services.readRulePage(id);
  const { rules, problems } = await services.listAllRules({ cwd, noPlugins });
  const found = rules.find((rule) => rule.id === id);
  if (found?.plugin) return (await import("./plugin-page.ts")).pluginRulePage(found);
  const unknown = `unknown rule ${quote(id)}${suggestNearest(
    id,
    rules.map((rule) => rule.id),
  )}`;
  throw new UsageError([unknown, ...problems]);
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
