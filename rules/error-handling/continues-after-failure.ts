import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { scriptsOf } from "../../src/model/prompt-boards.ts";
import { findStop } from "../../src/model/failures.ts";
import { isTolerated } from "../../src/model/tolerated.ts";
import type { BashScript } from "../../src/parse/bash.ts";
import { defineRule } from "../../src/rule.ts";
import { analyzeScript } from "../../src/shell/analyze.ts";
import { findFallThroughs, type FallThrough } from "../../src/shell/falls-through.ts";
import { stopAtEnd } from "../../src/shell/repairs.ts";
import { firstLine, shorten } from "../../src/shell/wording.ts";

/**
 * The script notices a failure, says so, and goes on with the steps that needed
 * the success: it works on a task that somebody else has claimed, or in the
 * wrong repository. `# [retry logic here]` is no retry: bash runs the next line.
 *
 * A handler is fine when it leaves the script, function or loop, sets a
 * variable that is looked at later, or does the failed step again. A warning
 * that says the work goes on is a decision, and left alone.
 *
 * ## Bad
 *
 * ````markdown expect=4:3
 * ```bash
 * git add STATUS.md && git commit -m "claim: task 3" && git push
 * if [ $? -ne 0 ]; then
 *   echo "Claim failed, retrying..."
 *   git pull --rebase
 *   # [retry logic here]
 * fi
 * git checkout -b task-3
 * git push -u origin task-3
 * ```
 * ````
 *
 * ````markdown expect=2:13
 * ```bash
 * npm test || echo "BLOCKER: tests failed" >> BLOCKERS.md
 * git push
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * git add STATUS.md && git commit -m "claim: task 3" && git push
 * if [ $? -ne 0 ]; then
 *   echo "Claim failed: somebody else was first"
 *   exit 1
 * fi
 * git checkout -b task-3
 * git push -u origin task-3
 * ```
 * ````
 *
 * ````markdown
 * ```bash
 * if ! git push; then
 *   echo "Push failed, trying again"
 *   git pull --rebase && git push || exit 1
 * fi
 * npm ci
 * ```
 * ````
 */
export default defineRule({
  summary: "A failure is reported, and the steps that needed the success run all the same",
  scope: "script",
  items: [17],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    continues: "`{{handler}}` reports the failure and the script goes on, so `{{next}}` on line {{line}} runs all the same: expected {{jump}} or a retry",
    stop: "Stop there: `{{jump}}`",
  },
  checkDocument(document, { report }) {
    for (const script of document.scripts) {
      for (const [index, found] of findFallThroughs(script).entries()) {
        if (isTolerated(document, script, found.condition)) continue;
        const { handler, next } = found;
        const jump = found.isInFunction ? "return 1" : "exit 1";
        const isRepairable = script.origin !== "prose" && document.format === "markdown" && index < MAX_REPAIRS;
        const edits = isRepairable ? stopAtEnd(script, { body: handler, jump, isList: found.isList }) : undefined;
        report(document, {
          place: script.place(handler),
          messageId: "continues",
          data: {
            handler: shorten(script.text.slice(handler.pos, handler.end)),
            next: shorten(next.text),
            line: script.place(next.span).start.line,
            jump: `\`${jump}\``,
          },
          related: relatedOf(found, document, script),
          ...(edits && { suggestions: [{ messageId: "stop", data: { jump }, edits }] }),
        });
      }
    }
  },
  evidence(prompt, workspace) {
    const commands = scriptsOf(prompt, workspace).flatMap(({ document, script }) =>
      analyzeScript(script)
        .commands.filter(({ verdict, unit }) => verdict !== "exempt" && !script.isBadExample(unit))
        .map((command) => ({ ...command, document, script })),
    );
    const handled = commands.filter(({ handler }) => handler?.acts.some((act) => LEAVES.has(act)));
    const [first] = handled;
    if (first) {
      const handlers = new Set(handled.map(({ document, script, handler }) => `${document.path} ${script.place(handler!.span).start.offset}`)).size;
      const phrase = handlers === 1 ? "the handler stops or tries again" : `${handlers} handlers stop or try again`;
      return { state: "passed", place: first.script.place(firstLine(first.handler!.span, first.script)), path: first.document.path, phrase };
    }
    const stopped = commands.find(({ by }) => by === "errexit");
    if (stopped) {
      const { script, document, checker, span } = stopped;
      return { state: "passed", place: script.place(firstLine(checker ?? span, script)), path: document.path, phrase: "the first failure stops the script" };
    }
    const told = prompt.document.scripts.length > 0 ? findStop(prompt, workspace.settings.phrases) : undefined;
    if (told) return { state: "passed", place: told.place, phrase: `it stops: «${told.text}»` };
    return {
      state: "skipped",
      why: commands.length === 0 ? "no script has a command that can fail" : "no script handles a failure, and nothing says when to stop",
    };
  },
});

/** What a handler does so that the steps below do not run. */
const LEAVES: ReadonlySet<string> = new Set(["exits", "returns", "breaks", "continues"]);

/** More than anybody applies by hand; each is tried before it is shown. */
const MAX_REPAIRS = 30;

function relatedOf({ condition, next }: FallThrough, { path }: Document, script: BashScript) {
  return [
    { path, place: script.place(firstLine(condition, script)), message: "this is what is handled" },
    { path, place: script.place(firstLine(next.span, script)), message: "this runs all the same" },
  ];
}
