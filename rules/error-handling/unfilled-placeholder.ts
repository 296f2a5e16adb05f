import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { saysBadExample } from "../../src/parse/bad-examples.ts";
import { descendantsOfType } from "../../src/parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import type { Placeholder } from "../../src/parse/mask.ts";
import { scriptSpan } from "../../src/parse/scripts.ts";
import { defineRule } from "../../src/rule.ts";
import { readParts, type PartCommand } from "../../src/shell/script-parts.ts";
import { lastingNames, useOfVariable } from "../../src/shell/variable-uses.ts";
import { readVariables } from "../../src/shell/variables.ts";
import type { Span } from "../../src/source.ts";

/**
 * A session fills in `<your-branch>` in a command that is all template. It
 * does not see a `[name]` in a script that works out everything else by
 * itself: the script runs as it stands, and writes the brackets into the
 * status file.
 *
 * ## Bad
 *
 * ````markdown expect=3:31
 * ```bash
 * for id in $(grep -o 'TASK-[0-9]*' QUEUE.md); do
 *   sed -i "s/$id.*QUEUED/$id | [Task Name] | UNCLAIMED/" QUEUE.md
 * done
 * ```
 * ````
 *
 * ````markdown expect=3:19
 * ```bash
 * SESSION=$(git branch --show-current)
 * git add "inbox/to-{SESSION}.md"
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * Replace `<branch>` with yours:
 *
 * ```bash
 * git push origin <branch>
 * ```
 *
 * ```bash
 * for id in $(grep -o 'TASK-[0-9]*' QUEUE.md); do
 *   sed -i "/$id/s/QUEUED/UNCLAIMED/" QUEUE.md
 * done
 * ```
 * ````
 */
export default defineRule({
  summary: "A placeholder in a script that runs as it stands",
  scope: "script",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unfilled:
      "Nothing fills in `{{placeholder}}`, while the script works out the rest by itself, so `{{command}}` takes it to the letter: expected a value, or `{{demand}}` to stop without one",
    forgotten: "`{{command}}` takes `{{placeholder}}` to the letter, although line {{line}} sets `{{name}}`: expected `{{expansion}}`",
    expand: "Put in the value of `{{name}}`",
    demand: "Stop when `{{name}}` is not set",
  },
  checkDocument(document, { report }) {
    for (const script of document.scripts) {
      const forgotten = findForgotten(script);
      for (const { placeholder, name, setAt, command } of forgotten) {
        const place = script.place({ pos: placeholder.start, end: placeholder.end });
        const expansion = `\${${name}}`;
        report(document, {
          place,
          messageId: "forgotten",
          data: { placeholder: placeholder.text, name, expansion, command: command.invocation.name ?? "", line: script.place(setAt).start.line },
          ...(!isSingleQuoted(placeholder, script) && { suggestions: [{ messageId: "expand", data: { name }, edits: [{ place, text: expansion }] }] }),
        });
      }

      const [placeholder, ...others] = script.placeholders.filter(
        (own) => isUnfilled(own, script) && !forgotten.some(({ placeholder }) => placeholder === own),
      );
      if (!placeholder || others.some(({ text }) => text !== placeholder.text) || !isComputed(script)) continue;
      if (isUsual(placeholder, script, document) || isExplained(placeholder, script, document)) continue;
      const command = commandAt(placeholder, script);
      if (!command) continue;

      const name = toName(placeholder.text);
      const place = script.place({ pos: placeholder.start, end: placeholder.end });
      const canExpand = name !== "" && !isSingleQuoted(placeholder, script);
      const demand = name === "" ? "${NAME:?}" : `\${${name}:?}`;
      report(document, {
        place,
        messageId: "unfilled",
        data: { placeholder: placeholder.text, command: command.invocation.name ?? "", demand },
        ...(canExpand && {
          suggestions: [
            {
              messageId: "demand",
              data: { name },
              edits: [placeholder, ...others].map(({ start, end }) => ({ place: script.place({ pos: start, end }), text: demand })),
            },
          ],
        }),
      });
    }
  },
});

interface Forgotten {
  placeholder: Placeholder;
  /** Of the variable. */
  name: string;
  setAt: BashSpan;
  command: PartCommand;
}

/** `{ID}`, `<ID>` and `[ID]` in a script that sets `ID` further up: the `$` was forgotten. */
function findForgotten(script: BashScript): Forgotten[] {
  if (script.placeholders.length === 0) return [];
  const [part] = readParts(script);
  if (!part) return [];
  const names = lastingNames(part);
  for (const { name } of descendantsOfType(script.tree, "For")) names.set(name.value, name);
  return script.placeholders.flatMap((placeholder): Forgotten[] => {
    const name = placeholder.text.slice(1, -1);
    const setAt = names.get(name);
    if (!setAt || setAt.end > placeholder.start || isPattern(placeholder, script)) return [];
    const command = commandAt(placeholder, script);
    return command && useOfVariable({ pos: placeholder.start, end: placeholder.end }, part) !== "said" ? [{ placeholder, name, setAt, command }] : [];
  });
}

/** Whether a script works with values that it finds out itself. */
function isComputed(script: BashScript): boolean {
  const { sets, reads } = readVariables(script);
  return reads.some(({ name }) => sets.has(name));
}

/** Whether a placeholder stands where it is written, pushed or acted upon: not in a pattern, not in what is only said. */
function isUnfilled(placeholder: Placeholder, script: BashScript): boolean {
  const { text, start, end } = placeholder;
  if (isMarkup(placeholder, script.text) || isPattern(placeholder, script)) return false;
  if (commandAt(placeholder, script)?.invocation.name === "sed") return true;
  const [part] = readParts(script);
  return part !== undefined && useOfVariable({ pos: start, end }, part) !== "said" && (!text.startsWith("[") || isWorded(placeholder, script.text));
}

/** Whether it stands in a pattern, a program or a format, in prose, or in what is labelled as the wrong way. */
function isPattern({ start, end }: Placeholder, script: BashScript): boolean {
  if (script.isBadExample({ pos: start, end }) || script.prose.some((line) => line.start < end && start < line.end)) return true;
  const { name, subcommand, args } = commandAt({ start, end }, script)?.invocation ?? {};
  if (name === undefined || PATTERN_READERS.has(name) || (name === "git" && subcommand === "grep")) return true;
  if (name !== "sed") return false;
  const word = args?.find((argument) => argument.word.pos <= start && end <= argument.word.end)?.word;
  return word === undefined || !isInReplacement(script.masked.slice(word.pos, word.end), start - word.pos);
}

/** Programs whose arguments are patterns, programs or formats. */
const PATTERN_READERS = new Set("grep egrep rg awk gawk jq yq perl python python3 node find printf test [ curl tmux docker kubectl".split(" "));

/** The second part of `s/…/…/`: that is what is written. */
function isInReplacement(word: string, at: number): boolean {
  const start = /(?:^|["';\s}/])s([/|#,])/.exec(word);
  if (!start || start.index > at) return false;
  const before = word.slice(start.index + start[0].length, at).replace(/\\./gs, "xx");
  return before.split(start[1]!).length === 2;
}

/** HTML, a markdown link, a label like `[WIP]`, `{{template}}`, a format. */
function isMarkup({ text, start, end }: Placeholder, source: string): boolean {
  const before = source[start - 1] ?? "";
  const after = source[end] ?? "";
  if (text.startsWith("<"))
    return /^<(?:\/|(?:[abip]|br|hr|h\d|ul|ol|li|em|td|tr|th|div|span|code|pre|table|strong|summary|details|img|body|html|head|title|script|style|svg|link|meta|input|button|form)\b)/i.test(
      text,
    );
  if (text.startsWith("{")) return true;
  return after === "(" || before === "]" || (before === "-" && /^\[ ?[x ]\]/.test(text));
}

/** `[Name]` asks for something; `[WIP]`, `[docs]` and, at the start, `[session]` say something. */
function isWorded({ text, start }: Placeholder, source: string): boolean {
  if (
    /^\[(?:your|insert|fill|enter|describe|replace|add)\b|\b(?:name|id|title|description|number|date|time|timestamp|branch|path|url|reason|summary|message|hash|sha|version|email|here|N|X)\]$/i.test(
      text,
    )
  )
    return true;
  return /\b(?:session|task|agent|worker|role|feature|module|component|file)\]$/i.test(text) && !/["']/.test(source[start - 1] ?? "");
}

function commandAt({ start, end }: Span, script: BashScript): PartCommand | undefined {
  return readParts(script)[0]?.commands.findLast(({ span }) => span.pos <= start && end <= span.end);
}

/** The document's scripts are full of such brackets: its reader knows what to do with them. */
function isUsual({ text }: Placeholder, script: BashScript, { scripts, source }: Document): boolean {
  if (/\$ARGUMENTS\b|\{\{\w/.test(source.text)) return true;
  return scripts.some(
    (other) => other !== script && !other.badExample && other.placeholders.some((own) => own.text[0] === text[0] && !saysBadExample(own.text)),
  );
}

/** Whether a comment, or the prose around the script, speaks of it or tells to fill in. */
function isExplained({ text }: Placeholder, script: BashScript, { passages }: Document): boolean {
  const inner = text.slice(1, -1);
  const { start, end } = scriptSpan(script);
  const near = passages.filter(({ place }) => Math.abs(place.end.offset! - start) < 600 || Math.abs(place.start.offset! - end) < 300);
  return (
    [...near, ...script.comments].some((own) => own.text.includes(text) || FILL.test(own.text)) ||
    passages.some((own) => own.text.includes(text) || own.text.includes(`${inner} placeholder`))
  );
}

const FILL = /\b(?:replac(?:e|ing)|fill(?:ed)? in|substitut\w+|placeholders?|customi[sz]e|adapt|adjust|change (?:this|these|to)|insert|your own)\b/i;

/** `[Task Name]` as the name of a variable: `TASK_NAME`. */
function toName(text: string): string {
  const words = text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  return words.join("_").replace(/^[\d_]+/, "");
}

/** Whether an expansion in its place would stay as it is. */
function isSingleQuoted({ start, end }: Placeholder, { tree }: BashScript): boolean {
  return descendantsOfType(tree, "SingleQuoted").some((part) => part.pos <= start && end <= part.end);
}
