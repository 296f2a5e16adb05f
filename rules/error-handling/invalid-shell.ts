import { z } from "zod";
import type { HereDoc } from "unbash";
import type { Edit } from "../../src/finding.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import { defineRule, type Problem } from "../../src/rule.ts";
import { findLiteralExpansions } from "../../src/shell/literal-heredocs.ts";
import { hereDocs, readParts, type ScriptPart } from "../../src/shell/script-parts.ts";
import { findSyntaxProblem } from "../../src/shell/syntax.ts";
import { findRejectedWords, type RejectedWord } from "../../src/shell/tool-expressions.ts";
import { findZeroIncrements } from "../../src/shell/zero-increments.ts";
import { readVariables } from "../../src/shell/variables.ts";

/**
 * A script that bash rejects does not run at all, and one whose `sed` or
 * `grep` stops at its expression goes on as if it had done its work. Reported
 * is also what bash takes but nobody means: a here-document that nothing ends,
 * a quoted end word that keeps `$(date)` as it is, a `#` that turns the
 * argument behind it into a comment, an option that stands below the command
 * it belongs to, a counter that ends the script when it is 0.
 *
 * ## Bad
 *
 * ````markdown expect=2:8
 * ```bash
 * sed -i 's/Status:** OPEN/Status:** DONE/' STATUS.md
 * ```
 * ````
 *
 * ````markdown expect=2:18
 * ```bash
 * cat >> STATUS.md << 'EOF'
 * **Started:** $(date -u +%FT%TZ)
 * EOF
 * ```
 * ````
 *
 * ````markdown expect=2:1
 * ```bash
 * if [ -f STATUS.md ]; then
 *   cat STATUS.md
 * ```
 * ````
 *
 * ````markdown expect=5:3
 * ```bash
 * set -e
 * done=0
 * for task in tasks/*.md; do
 *   ((done++))
 * done
 * ```
 * ````
 *
 * ````markdown expect=3:1
 * ```bash
 * gh pr create --fill --title "Session 2"
 * --body "Closes #12"
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * sed -i 's/Status:\*\* OPEN/Status:** DONE/' STATUS.md
 * cat >> STATUS.md << EOF
 * **Started:** $(date -u +%FT%TZ)
 * EOF
 * ```
 * ````
 */
export default defineRule({
  summary: "A script, or a sed, grep or awk expression in it, that is rejected or does not do what it says",
  scope: "script",
  severity: "error",
  minimal: true,
  options: z.strictObject({}),
  messages: {
    rejected: "Bash rejects this script: {{reason}}",
    keyword: "`{{keyword}}` is a word of the shell itself, so `{{command}}` is no command: bash waits for a `{{missing}}` that never comes",
    expression: "`{{tool}}` rejects `{{expression}}`: {{reason}}",
    openHereDoc: "Nothing ends the here-document `{{operator}}`: expected a line that is just `{{end}}`",
    indentedEnd:
      "The here-document `{{operator}}` goes on to the end of the script: its `{{end}}` on line {{line}} is indented, expected it at the start of the line",
    literal: "The quotes in `{{operator}}` keep `{{expansion}}` as it is: expected no quotes, as the text wants its value",
    cutOff: "`{{option}}` is run as a command of its own, as nothing joins it to `{{command}}`: expected `\\` at the end of each line of that command",
    zero: "`{{text}}` has status 1 while `{{name}}` is 0, and `set -e` ends the script there: expected `{{way}}`",
    comment: "`{{text}}` starts a comment, so `{{command}}` runs without it: expected quotes around it",
    unquote: "Take the quotes off `{{end}}`",
    outdent: "Move `{{end}}` to the start of its line",
    tabs: "Let `<<-` take the tabs off",
    escape: "Take each `**` as text",
    quote: "Put quotes around it",
    assign: "Count with an assignment, whose status is 0",
  },
  checkDocument(document, { report }) {
    const names = new Set(document.scripts.flatMap((script) => [...readVariables(script).sets]));
    for (const script of document.scripts) {
      const parts = readParts(script);
      for (const problem of [
        ...syntaxProblems(script, parts),
        ...hereDocProblems(script, parts, names),
        ...expressionProblems(script, parts),
        ...commentProblems(script),
        ...cutOffProblems(script, parts),
        ...zeroProblems(script, parts),
      ]) {
        report(document, problem as Parameters<typeof report>[1]);
      }
    }

    function syntaxProblems(script: BashScript, parts: readonly ScriptPart[]) {
      // An open here-document swallows the rest, which is why the rest has errors.
      if (hereDocs(parts).some(({ doc }) => doc.closing === undefined)) return [];
      return parts.flatMap((part): Problem<string>[] => {
        const problem = findSyntaxProblem(part, script);
        if (!problem) return [];
        const span = part.text.toScript(problem.span);
        if (script.isBadExample(span)) return [];
        if (problem.type === "rejected") return [{ place: script.place(span), messageId: "rejected", data: { reason: problem.reason } }];
        const command = shorten(script.text.slice(span.pos, span.end));
        return [{ place: script.place(span), messageId: "keyword", data: { keyword: problem.keyword, missing: problem.missing, command } }];
      });
    }

    function hereDocProblems(script: BashScript, parts: readonly ScriptPart[], names: ReadonlySet<string>) {
      return hereDocs(parts).flatMap(({ doc, command, text }): Problem<string>[] => {
        if (!doc.delimiter) return [];
        const end = doc.delimiter.value;
        const operator = text.source.slice(doc.pos, doc.delimiter.end);
        const place = script.place(text.toScript({ pos: doc.pos, end: doc.delimiter.end }));
        if (doc.closing === undefined) return [{ place, ...openHereDoc(doc, { script, end, operator, toScript: text.toScript, source: text.source }) }];
        const literal = findLiteralExpansions({ doc, command, text, names });
        if (!literal) return [];
        const related = literal.expansions.map((span) => ({
          path: document.path,
          place: script.place(text.toScript(span)),
          message: "stays as it is written",
        }));
        const edits: Edit[] = [{ place: script.place(text.toScript(doc.delimiter)), text: end }];
        return [
          {
            place,
            messageId: "literal",
            data: { operator, expansion: text.source.slice(literal.expansions[0]!.pos, literal.expansions[0]!.end), end },
            related,
            ...(literal.canUnquote && { suggestions: [{ messageId: "unquote", edits }] }),
          },
        ];
      });
    }
  },
});

interface OpenHereDoc {
  script: BashScript;
  end: string;
  operator: string;
  source: string;
  toScript(span: BashSpan): BashSpan;
}

/** A here-document that runs to the end of the script, for want of an end word or because that is indented. */
function openHereDoc(doc: HereDoc, { script, end, operator, source, toScript }: OpenHereDoc): Omit<Problem<string>, "place"> {
  const lines = source.slice(doc.body.pos, doc.body.end).split("\n");
  const index = lines.findIndex((line) => line.trim() === end);
  if (index < 0) return { messageId: "openHereDoc", data: { operator, end } };
  const start = doc.body.pos + lines.slice(0, index).reduce((length, line) => length + line.length + 1, 0);
  const indent = lines[index]!.slice(0, lines[index]!.indexOf(end));
  const place = script.place(toScript({ pos: start, end: start + indent.length }));
  const data = { operator, end, line: place.start.line };
  if (/^\t+$/.test(indent) && doc.operator === "<<") {
    const dash = script.place(toScript({ pos: doc.pos, end: doc.pos + 2 }));
    return { messageId: "indentedEnd", data, suggestions: [{ messageId: "tabs", edits: [{ place: dash, text: "<<-" }] }] };
  }
  // Blanks behind the end word count too.
  if (indent === "" || lines[index] !== indent + end) return { messageId: "openHereDoc", data: { operator, end } };
  return { messageId: "indentedEnd", data, suggestions: [{ messageId: "outdent", edits: [{ place, text: "" }] }] };
}

function expressionProblems(script: BashScript, parts: readonly ScriptPart[]): Problem<string>[] {
  return parts.flatMap(({ commands, text }) =>
    commands.flatMap(({ invocation }) =>
      findRejectedWords(invocation).flatMap((rejected): Problem<string>[] => {
        const span = text.toScript(rejected.word);
        if (script.placeholders.some(({ start, end }) => start < span.end && span.pos < end)) return [];
        const edits = escapeStars(rejected, text.source);
        return [
          {
            place: script.place(span),
            messageId: "expression",
            data: { tool: rejected.tool, expression: shorten(rejected.text), reason: rejected.reason },
            ...(edits !== undefined && { suggestions: [{ messageId: "escape", edits: [{ place: script.place(span), text: edits }] }] }),
          },
        ];
      }),
    ),
  );
}

/** The bold marks of markdown in the pattern of an `s` command, as text: the word to put in its place. */
function escapeStars({ tool, word, reason }: RejectedWord, source: string): string | undefined {
  if (tool !== "sed" || !reason.includes("preceding")) return undefined;
  const match = /^(["']s(.))((?:(?!\2)[^\\\n]){1,500})(\2[\s\S]*)$/.exec(source.slice(word.pos, word.end));
  if (!match || !match[3]!.includes("**")) return undefined;
  const [, head = "", , pattern = "", rest = ""] = match;
  return head + pattern.replaceAll("**", "\\*\\*") + rest;
}

/** `gh issue view #$NUMBER`: nobody comments on the value of a variable. */
function commentProblems(script: BashScript): Problem<string>[] {
  if (script.badExample) return [];
  return script.comments.flatMap(({ start, end, ownLine }): Problem<string>[] => {
    const text = /^#(?:\$\w+|\$\{\w+\}|\{\w+\})/.exec(script.text.slice(start, Math.min(end, start + 80)))?.[0];
    if (ownLine || text === undefined || script.isBadExample({ pos: start, end })) return [];
    const before = script.text.slice(script.text.lastIndexOf("\n", start) + 1, start);
    const place = script.place({ pos: start, end: start + text.length });
    return [
      {
        place,
        messageId: "comment",
        data: { text, command: shorten(before.trim()) },
        suggestions: [{ messageId: "quote", edits: [{ place, text: `"${text}"` }] }],
      },
    ];
  });
}

/** `--body "…"` on a line of its own, below a command that ended without it. */
function cutOffProblems(script: BashScript, parts: readonly ScriptPart[]): Problem<string>[] {
  if (script.badExample) return [];
  return parts.flatMap(({ commands, text }) =>
    commands.flatMap(({ invocation, node }, index): Problem<string>[] => {
      const before = commands[index - 1];
      // Options below one another may also be a list of what there is.
      if (!before || !OPTION.test(invocation.name ?? "") || !/^["'$]/.test(source(text, invocation.args[0]?.word))) return [];
      if (!before.invocation.args.some(({ value }) => OPTION.test(value)) || OPTION.test(before.invocation.name ?? "")) return [];
      const span = text.toScript({ pos: node.pos, end: node.pos + invocation.name!.length });
      if (script.isBadExample(span)) return [];
      const command = shorten(text.source.slice(before.node.pos, before.node.end));
      return [{ place: script.place(span), messageId: "cutOff", data: { option: invocation.name!, command } }];
    }),
  );
}

/** `((done++))` with `done=0` under `set -e`. */
function zeroProblems(script: BashScript, parts: readonly ScriptPart[]): Problem<string>[] {
  return parts.flatMap((part) =>
    findZeroIncrements(part).flatMap(({ name, span }): Problem<string>[] => {
      const own = part.text.toScript(span);
      if (script.badExample || script.isBadExample(own)) return [];
      const place = script.place(own);
      const way = `${name}=$((${name} + 1))`;
      const data = { text: script.text.slice(own.pos, own.end), name, way };
      return [{ place, messageId: "zero", data, suggestions: [{ messageId: "assign", edits: [{ place, text: way }] }] }];
    }),
  );
}

const OPTION = /^--[a-z][\w-]*$/;

function source({ source: text }: ScriptPart["text"], span: BashSpan | undefined): string {
  return span ? text.slice(span.pos, span.end) : "";
}

function shorten(text: string): string {
  const line = text
    .split("\n")
    .map((part) => part.trim().replace(/ ?\\$/, ""))
    .join(" ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
