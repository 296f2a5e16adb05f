import { z } from "zod";
import type { Document } from "../../src/document.ts";
import type { Edit, RelatedPlace } from "../../src/finding.ts";
import { findFailureProse, isCovered } from "../../src/model/failure-prose.ts";
import { firstPassageFrom } from "../../src/parse/prose.ts";
import { isTolerated, saysHarmless } from "../../src/model/tolerated.ts";
import type { BashScript } from "../../src/parse/bash.ts";
import { scriptSpan } from "../../src/parse/scripts.ts";
import { defineRule } from "../../src/rule.ts";
import { analyzeScript } from "../../src/shell/analyze.ts";
import { stopInTrap, stopOnFailure } from "../../src/shell/repairs.ts";
import { findSwallowed, type Swallowed } from "../../src/shell/swallowed.ts";
import { blockerHandler, firstLine, shorten } from "../../src/shell/wording.ts";

/**
 * A failure that the script sees coming and does nothing about: `|| true`,
 * `|| echo …` with the next step right behind it, a question that nobody can
 * answer, a trap that only prints, `2>/dev/null` with nothing that looks at the
 * status. The session goes on with a merge that was none, and the others wait
 * for a push that never came.
 *
 * It is fine where the failure means nothing: commands that only read, that ask
 * a question, clean up, or fail when their work is done already (`mkdir`, `git
 * branch -d`, `git commit` with nothing to commit). It is also fine where the
 * author says so, in a comment or above the script: optional, best effort,
 * cleanup, may fail, if any. A message that comes last is read by the session.
 *
 * ## Bad
 *
 * ````markdown expect=3:1
 * ```bash
 * git commit -am "status: waiting" || true
 * git push origin main --quiet 2>/dev/null || true
 * ```
 * ````
 *
 * ````markdown expect=2:1
 * ```bash
 * npm test || echo "Tests failed. Continue anyway? (yes/no)"
 * ```
 * ````
 *
 * ````markdown expect=2:1
 * ```bash
 * git checkout coordination || echo "wrong repository"
 * git add STATUS.md
 * git commit -m "status"
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * git checkout coordination || { echo "BLOCKER: no branch" >> BLOCKERS.md; exit 1; }
 * npm test || exit 1
 * mkdir -p out || true
 * git push origin --delete claim/task-3 2>/dev/null || true
 * # best effort: the dashboard reads it, nobody else does
 * git push backup main || true
 * ```
 * ````
 */
export default defineRule({
  summary: "A failure that is seen coming and thrown away",
  scope: "script",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    ignored: "`|| {{handler}}` throws the failure of `{{command}}` away{{next}}: expected a handler that stops, tries again or writes it down",
    printed: "When `{{command}}` fails, `{{handler}}` is all that happens{{next}}: expected a handler that stops or puts it right",
    asked: "When `{{command}}` fails, `{{handler}}` asks and nothing waits for an answer, so the work goes on: expected a handler that decides",
    trap: "The trap `{{handler}}` prints and does not stop, so a failure of `{{command}}` changes nothing{{next}}: expected `exit` in it",
    hidden: "`2>/dev/null` hides why `{{command}}` fails, and nothing looks at its status{{next}}: expected its message or a handler",
    stop: "Write to {{blockers}} and stop",
    stopTrap: "Exit in the trap",
  },
  checkDocument(document, { workspace, report }) {
    for (const script of document.scripts) {
      const found = findSwallowed(script).filter((one) => !isMeant(one, document, script));
      for (const kind of new Set(found.map((one) => one.kind))) {
        const [main, ...others] = found.filter((one) => one.kind === kind);
        const edits = suggest([main!, ...others], document, script, workspace.settings.blockersFile);
        report(document, {
          place: script.place(firstLine(kind === "trap" ? main!.swallower : main!.verdict.span, script)),
          messageId: kind,
          data: {
            command: shorten(main!.verdict.text),
            handler: shorten(script.text.slice(main!.swallower.pos, main!.swallower.end)),
            next: sayNext(main!, script),
          },
          related: [...placesOf(main!, document, script), ...others.map((other) => alsoSwallowed(other, document, script))],
          ...(edits && { suggestions: [{ messageId: kind === "trap" ? "stopTrap" : "stop", data: { blockers: workspace.settings.blockersFile }, edits }] }),
        });
      }
    }
  },
});

/** The author says that nothing depends on it, or says below what is done then. */
function isMeant({ kind, verdict, swallower }: Swallowed, document: Document, script: BashScript): boolean {
  const words = script.text.slice(swallower.pos, swallower.end);
  // An optional step may be left out; that is no answer to a question.
  if (kind === "asked") return isAnswered(document, script);
  if (kind !== "hidden" && saysHarmless(words)) return true;
  if (isTolerated(document, script, verdict.span)) return true;
  return isCovered(verdict, analyzeScript(script).commands, findFailureProse(document, script));
}

/** The prose right below says what becomes of the answer. */
function isAnswered({ passages }: Document, script: BashScript): boolean {
  const { end } = scriptSpan(script);
  const first = firstPassageFrom(passages, end);
  const below = passages.slice(first, first + 3);
  const heading = below.findIndex(({ type }) => type === "heading");
  return below
    .slice(0, heading < 0 ? undefined : heading)
    .some(({ text }) => /\b(?:user|answers?|confirm\w*|ask|says? (?:yes|no)|if (?:yes|no|not)|wait for)\b/i.test(text));
}

function sayNext({ next }: Swallowed, script: BashScript): string {
  return next ? `, and \`${shorten(next.text)}\` on line ${script.place(next.span).start.line} runs all the same` : "";
}

function placesOf({ kind, verdict, swallower, next }: Swallowed, { path }: Document, script: BashScript): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  if (kind === "trap") places.push({ path, place: script.place(firstLine(verdict.span, script)), message: "this may fail" });
  else if (kind !== "hidden" && script.place(swallower).start.line !== script.place(verdict.span).start.line)
    places.push({ path, place: script.place(firstLine(swallower, script)), message: "this is all that happens when it fails" });
  if (next) places.push({ path, place: script.place(firstLine(next.span, script)), message: "this runs all the same" });
  return places;
}

function alsoSwallowed({ verdict }: Swallowed, { path }: Document, script: BashScript): RelatedPlace {
  return { path, place: script.place(firstLine(verdict.span, script)), message: `the failure of \`${shorten(verdict.text)}\` goes the same way` };
}

function suggest(all: readonly Swallowed[], document: Document, script: BashScript, blockers: string): Edit[] | undefined {
  // Lines between prose, and text in YAML or JSON, follow other rules than a script in a fence.
  if (script.origin === "prose" || document.format !== "markdown" || all.length > MAX_REPAIRS) return undefined;
  const edits = all.map(({ kind, verdict, swallower }) => {
    if (kind === "trap") return stopInTrap(script, swallower);
    return stopOnFailure(script, verdict, { swallower: kind === "hidden" ? undefined : swallower, handler: blockerHandler(verdict, blockers) });
  });
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** More than anybody applies by hand; each is tried before it is shown. */
const MAX_REPAIRS = 30;
