import fc from "fast-check";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "../../test/report/hostile-text.ts";
import { parsePage } from "../../test/report/html-page.ts";
import { hostileReport } from "../../test/report/sample-report.ts";
import { FORMATS, type FormatName } from "../../src/report/formatters.ts";
import type { Report, ToolFacts } from "../../src/report/report.ts";
import type { Validators } from "./check-workspace.ts";
import { mutateCharacters } from "./mutate.ts";
import type { Random } from "./random.ts";

const TOOL: ToolFacts = { version: "0", readRulePage: () => Promise.reject(new Error("none")) };

// A page takes twenty times as long as the others.
const DRAWN = (Object.keys(FORMATS) as FormatName[]).flatMap((name) => Array<FormatName>(name === "html" ? 1 : 8).fill(name));

/** Texts that act, in every place of a report, in one of the formats: it can be read, and nothing acts. */
export async function checkFormat(random: Random, validators: Validators): Promise<void> {
  const report = writeReport(random);
  const name = random.pick(DRAWN);
  const format = await FORMATS[name].load();
  const output = await format(report, { color: false, columns: 20 + random.below(100), tool: () => Promise.resolve(TOOL) });
  try {
    expectReadable(name, output, validators);
    // A browser shows all characters; the page says which way each text runs.
    const acts = ACTING_CHARACTER.exec(output) ?? (name === "github" ? undefined : CI_COMMAND.exec(output));
    if (acts) throw new Error(`${JSON.stringify(acts[0])} acts`);
  } catch (cause) {
    throw new Error(name, { cause });
  }
}

/** One to three findings, each with a text of its own. */
function writeReport(random: Random): Report {
  const texts = fc.sample(hostileText, { numRuns: 1 + random.below(3), seed: random.below(2 ** 31) });
  const reports = texts.map((text) => hostileReport(mutateCharacters(text, random, () => texts[0]!)));
  const all = <Item>(list: (report: Report) => readonly Item[]) => reports.flatMap(list);
  return {
    ...reports[0]!,
    workspace: { documents: all(({ workspace }) => workspace.documents), prompts: [], boards: [] },
    findings: all(({ findings }) => findings),
    failures: all(({ failures }) => failures),
    problems: all(({ problems }) => problems),
  };
}

function expectReadable(name: FormatName, output: string, validators: Validators): void {
  const mistake =
    name === "json"
      ? validators.json(JSON.parse(output))
      : name === "sarif"
        ? validators.sarif(JSON.parse(output))
        : name === "html"
          ? findForeignElement(output)
          : name === "junit"
            ? /<(?!\?xml |\/?(?:testsuites|testsuite|testcase|failure|error|system-out)[ >/])[^\n]{0,20}|&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\dA-Fa-f]+);)[^\n]{0,20}/.exec(
                output,
              )?.[0]
            : undefined;
  if (mistake !== undefined) throw new Error(`invalid: ${mistake}`);
  if (name === "gitlab" || name === "rdjson") JSON.parse(output);
  if (name === "jsonl") for (const line of output.trimEnd().split("\n")) JSON.parse(line);
}

function findForeignElement(page: string): string | undefined {
  const { elements } = parsePage(page);
  if (elements.filter(({ tagName }) => tagName === "script").length > 1) return "a script of theirs";
  return elements.find(({ tagName, attrs }) => ["img", "iframe", "object", "base"].includes(tagName) || attrs.some((attr) => attr.name.startsWith("on")))
    ?.tagName;
}
