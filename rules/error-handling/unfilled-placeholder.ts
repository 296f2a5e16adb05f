import type { Position } from "unist";
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
      const located = locatePlaceholders(script);
      const forgotten = findForgotten(located, script);
      for (const { placeholder, command, name, setAt } of forgotten) {
        const place = placeOf(placeholder, script);
        const expansion = `\${${name}}`;
        report(document, {
          place,
          messageId: "forgotten",
          data: { placeholder: placeholder.text, name, expansion, command, line: script.place(setAt).start.line },
          ...(!isSingleQuoted(placeholder, script) && { suggestions: [{ messageId: "expand", data: { name }, edits: [{ place, text: expansion }] }] }),
        });
      }

      const known = new Set(forgotten.map(({ placeholder }) => placeholder));
      const unfilled = located.filter((own) => !known.has(own.placeholder) && isUnfilled(own, script));
      const [first] = unfilled;
      if (!first || !isComputed(script)) continue;
      const { placeholder, command } = first;
      if (unfilled.some((other) => other.placeholder.text !== placeholder.text)) continue;
      if (isUsual(placeholder, script, document) || isExplained(placeholder, script, document)) continue;

      const name = toName(placeholder.text);
      const demand = `\${${name}:?}`;
      const edits = unfilled.map((own) => ({ place: placeOf(own.placeholder, script), text: demand }));
      report(document, {
        place: placeOf(placeholder, script),
        messageId: "unfilled",
        data: { placeholder: placeholder.text, command, demand },
        ...(!unfilled.some((own) => isSingleQuoted(own.placeholder, script)) && { suggestions: [{ messageId: "demand", data: { name }, edits }] }),
      });
    }
  },
});

/** A placeholder in an argument of a command that takes it to the letter. */
interface Located {
  placeholder: Placeholder;
  /** Of the command. */
  command: string;
  /** Whether the command uses it for more than to say something. */
  isUsed: boolean;
}

/** The placeholders of a script in its commands, but for those in patterns and programs. */
function locatePlaceholders(script: BashScript): Located[] {
  const [part] = readParts(script);
  if (!part) return [];
  return script.placeholders.flatMap((placeholder): Located[] => {
    const { start, end } = placeholder;
    const command = part.commands.findLast(({ span }) => span.pos <= start && end <= span.end);
    const { name } = command?.invocation ?? {};
    if (!command || name === undefined || isPattern(placeholder, command, script)) return [];
    return [{ placeholder, command: name, isUsed: useOfVariable({ pos: start, end }, part) !== "said" }];
  });
}

interface Forgotten extends Located {
  /** Of the variable. */
  name: string;
  setAt: BashSpan;
}

/** `{ID}`, `<ID>` and `[ID]` in a script that sets `ID` further up: the `$` was forgotten. */
function findForgotten(located: readonly Located[], script: BashScript): Forgotten[] {
  const [part] = readParts(script);
  if (!part || located.length === 0) return [];
  const names = lastingNames(part);
  for (const { name } of descendantsOfType(script.tree, "For")) names.set(name.value, name);
  return located.flatMap((own): Forgotten[] => {
    const name = own.placeholder.text.slice(1, -1);
    const setAt = names.get(name);
    return setAt && setAt.end < own.placeholder.start && own.isUsed ? [{ ...own, name, setAt }] : [];
  });
}

/** Whether a script works with values that it finds out itself. */
function isComputed(script: BashScript): boolean {
  const { sets, reads } = readVariables(script);
  return reads.some(({ name }) => sets.has(name));
}

/** Whether a placeholder asks for a value that is written, pushed or acted upon. */
function isUnfilled({ placeholder, isUsed }: Located, { text }: BashScript): boolean {
  return isUsed && !isMarkup(placeholder, text) && (!placeholder.text.startsWith("[") || isWorded(placeholder, text));
}

/** Whether it stands in a pattern, a program or a format. */
function isPattern({ start, end }: Placeholder, { invocation: { name, subcommand, args } }: PartCommand, script: BashScript): boolean {
  if (PATTERN_READERS.has(name ?? "") || (name === "git" && subcommand === "grep")) return true;
  if (name !== "sed") return false;
  const word = args.find((argument) => argument.word.pos <= start && end <= argument.word.end)?.word;
  return word === undefined || !isInReplacement(script.masked.slice(word.pos, word.end), start - word.pos);
}

/** Programs whose arguments are patterns, programs or formats. */
const PATTERN_READERS = new Set("grep egrep rg awk gawk jq yq perl python python3 node find printf test [ curl tmux docker kubectl".split(" "));

/** The second part of an `s/…/…/`: that is what is written. */
function isInReplacement(word: string, at: number): boolean {
  const starts = [...word.slice(0, at).matchAll(/(?<![A-Za-z\\])s([/|#,])/g)];
  return starts.some(({ index, 0: start, 1: delimiter }) => {
    const before = word.slice(index + start.length, at).replace(/\\./gs, "");
    return before.split(delimiter!).length === 2;
  });
}

/** HTML, a markdown link, a label like `[WIP]`, `{{template}}`, a format. */
function isMarkup({ text, start, end }: Placeholder, source: string): boolean {
  const before = source[start - 1];
  const after = source[end];
  if (text.startsWith("<"))
    return /^<(?:[abip]|br|hr|h\d|ul|ol|li|em|td|tr|th|div|span|code|pre|table|strong|summary|details|img|body|html|head|title|script|style|svg|link|meta|input|button|form)[ />]/i.test(
      text,
    );
  if (text.startsWith("{")) return true;
  return after === "(" || before === "]";
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

/** The document's scripts are full of such brackets: its reader knows what to do with them. */
function isUsual({ text }: Placeholder, script: BashScript, { scripts, source }: Document): boolean {
  if (/\$ARGUMENTS\b|\{\{\w/.test(source.text)) return true;
  return scripts.some(
    (other) => other !== script && !other.badExample && other.placeholders.some((own) => own.text[0] === text[0] && !saysBadExample(own.text)),
  );
}

/** Whether a comment or the prose speaks of it, or the prose around the script tells to fill in. */
function isExplained({ text }: Placeholder, script: BashScript, { passages }: Document): boolean {
  const { start, end } = scriptSpan(script);
  const near = passages.filter(({ place }) => Math.abs(place.end.offset! - start) < 600 || Math.abs(place.start.offset! - end) < 300);
  const isNamed = (own: { text: string }) => own.text.includes(text) || own.text.includes(`${text.slice(1, -1)} placeholder`);
  return [...near, ...script.comments].some((own) => FILL.test(own.text)) || [...passages, ...script.comments].some(isNamed);
}

const FILL = /\b(?:replac(?:e|ing)|fill(?:ed)? in|substitut\w+|placeholders?|customi[sz]e|adapt|adjust|change (?:this|these|to)|insert|your own)\b/i;

/** `[Task Name]` as the name of a variable: `TASK_NAME`. */
function toName(text: string): string {
  return text
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "")
    .join("_");
}

function placeOf({ start, end }: Span, script: BashScript): Position {
  return script.place({ pos: start, end });
}

/** Whether an expansion in its place would stay as it is. */
function isSingleQuoted({ start, end }: Placeholder, { tree }: BashScript): boolean {
  return descendantsOfType(tree, "SingleQuoted").some((part) => part.pos <= start && end <= part.end);
}
