import { z } from "zod";
import { defineRule } from "../../src/rule.ts";
import { findImpossibleTests } from "../../src/shell/impossible-tests.ts";
import { readParts } from "../../src/shell/script-parts.ts";

/**
 * A test that can only go one way decides nothing: the session waits for a
 * file that is there, or goes on although the push failed. What looks like a
 * question is none, because of quotes around a `*`, a blank that is missing,
 * or a command whose status says something else.
 *
 * ## Bad
 *
 * ````markdown expect=2:6
 * ```bash
 * [ -f "INSTRUCTIONS-*.md" ] && cat INSTRUCTIONS-*.md
 * ```
 * ````
 *
 * ````markdown expect=4:4
 * ```bash
 * git push
 * echo "pushed"
 * if [ $? -ne 0 ]; then exit 1; fi
 * ```
 * ````
 *
 * ````markdown expect=2:10
 * ```bash
 * git show origin/main:tasks/*.md
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * compgen -G "INSTRUCTIONS-*.md" > /dev/null && cat INSTRUCTIONS-*.md
 * if ! git push; then exit 1; fi
 * git ls-tree --name-only origin/main tasks/
 * ```
 * ````
 */
export default defineRule({
  summary: "A test that can only go one way",
  scope: "script",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    quotedGlob: "`{{test}}` asks for a file whose name has a `*` in it, as the quotes in `{{word}}` keep the star: expected a pattern",
    bracketGlob: "`{{test}}` asks for a file whose name has a `*` in it, as `[[` expands no patterns: expected `compgen -G`",
    bareGlob: "`{{test}}` fails with «too many arguments» as soon as two files match `{{word}}`: expected a test that takes several",
    shownGlob: "`{{command}}` takes `{{word}}` to the letter, so it never finds a file: expected one path, or `git ls-tree` for the names",
    singleBracketPattern: "`[` compares with no patterns: it puts the files that match `{{word}}` in its place; expected `[[`",
    quotedPattern: "The quotes in `{{word}}` make its `*` plain text, so it matches nothing but a star: expected the star outside of the quotes",
    quotedRegex: "The quotes make `{{word}}` plain text rather than a regular expression: expected no quotes",
    quotedHome: "The quotes in `{{word}}` keep the `~`, so this is no place in the home folder: expected `$HOME`",
    content: "`{{test}}` takes what `{{command}}` prints for the name of a file: expected a test of the command itself",
    unquoted: "`{{test}}` is true also when `{{word}}` is empty, as nothing stands behind `-n` then: expected quotes",
    noBlanks: "`{{test}}` compares nothing: without blanks around `{{operator}}` it asks whether one long word is not empty, which is always true",
    noOperand: "`{{test}}` only asks whether the text `{{operator}}` is not empty, which is always true: expected something behind it",
    noBlankBehind: "`{{name}}` is taken for the name of a command that is not there: expected a blank behind `[`",
    noBracket: "`{{test}}` has no `]` that stands alone at its end, so it fails whatever is compared",
    redirect: "In `{{test}}` the `{{operator}}` is a redirection, which compares nothing: expected `-gt` or `-lt`",
    notNumber: "`{{operator}}` compares whole numbers and `{{word}}` is none, so `{{test}}` fails with an error",
    command: "`{{test}}` does not run `{{command}}`: `[` takes it for text and fails; expected the command without brackets",
    malformed: "`{{test}}` is no expression that `[` knows, so it fails with an error",
    constant: "`{{test}}` compares constants: it is always {{result}}",
    contradiction: "`{{test}}` is always {{result}}, whatever the value",
    staleStatus: "`$?` is that of `{{command}}` here, which does not fail: expected the test right behind the command that is meant",
    maskedStatus: "`$?` is that of `{{name}}` here, which succeeds whatever happens in `{{command}}`: expected the declaration on its own",
    alwaysTrue: "`{{command}}` succeeds also when it finds nothing, so `{{condition}}` decides nothing: expected {{expected}}",
    matchFiles: "Ask whether any file matches",
    doubleBrackets: "Compare with `[[ … ]]`",
    unquoteStar: "Take the star out of the quotes",
    unquote: "Take the quotes off",
    quote: "Put quotes around it",
    home: "Use `$HOME`",
    addBlanks: "Add the blanks",
    compareText: "Compare as text",
    compareNumbers: "Compare as numbers",
    runCommand: "Run the command",
    declareFirst: "Declare first, then assign",
  },
  checkDocument(document, { report }) {
    for (const script of document.scripts) {
      for (const part of readParts(script)) {
        const toScript = part.text.toScript;
        for (const { span, type, data, suggestion } of findImpossibleTests(part)) {
          const own = toScript(span);
          const line = lineAround(script.text, own);
          // What has still to be filled in is not known yet.
          if (script.isBadExample(own) || script.placeholders.some(({ start, end }) => start < line.end && line.pos < end)) continue;
          report(document, {
            place: script.place(own),
            messageId: type,
            data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, shorten(value)])),
            ...(suggestion && {
              suggestions: [{ messageId: suggestion.title, edits: [{ place: script.place(toScript(suggestion.span)), text: suggestion.text }] }],
            }),
          });
        }
      }
    }
  },
});

function lineAround(text: string, { pos, end }: { pos: number; end: number }): { pos: number; end: number } {
  const next = text.indexOf("\n", end);
  return { pos: text.lastIndexOf("\n", pos - 1) + 1, end: next < 0 ? text.length : next };
}

function shorten(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
