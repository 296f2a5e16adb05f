import { z } from "zod";
import type { Document } from "../../src/document.ts";
import type { Edit } from "../../src/finding.ts";
import { groupBy } from "../../src/group-by.ts";
import { findFailureProse, isCovered } from "../../src/model/failure-prose.ts";
import { isMenu } from "../../src/model/menus.ts";
import type { BashScript } from "../../src/parse/bash.ts";
import { defineRule } from "../../src/rule.ts";
import { analyzeScript, type CommandVerdict } from "../../src/shell/analyze.ts";
import { blockerHandler, firstLine, nameOf, shorten } from "../../src/shell/wording.ts";
import { worstEffect } from "../../src/shell/effects.ts";
import { addErrexit, addHandler } from "../../src/shell/repairs.ts";

/**
 * A command that fails and that nothing looks at: the session goes on as though
 * it had worked. After a `cd` that failed, the rest runs in the wrong directory;
 * after a commit that failed, the push says «up to date» and the claim is none.
 *
 * A command is checked when it is a condition, when `||` handles its failure,
 * when the next command reads `$?`, when `set -e` or a `trap … ERR` is in force
 * and acts there, when its result is tested before it is used, or when the prose
 * below says what to do if it fails. `$?` is only ever that of the command right
 * before it; `set -e` does not act in a condition, left of `&&` and `||`, left
 * in a pipeline without `pipefail`, or in `local x=$(…)`.
 *
 * `echo`, `test`, `sleep` and the like are exempt. Commands that only show
 * something are reported with a lower severity, or not at all (`readOnly`).
 * Commands shown with what they printed tell of a run, and are left alone; so
 * are lists of commands to choose from («Available commands»).
 *
 * ## Bad
 *
 * ````markdown expect=2:1
 * ```bash
 * git pull
 * sed -i "s/UNCLAIMED/CLAIMED-$(date +%s)/" board.md
 * git add board.md
 * git commit -m "claim"
 * git push
 *
 * if [ $? -ne 0 ]; then
 *   echo "claim lost" >> BLOCKERS.md
 *   exit 1
 * fi
 * ```
 * ````
 *
 * ````markdown expect=3:1
 * ```bash
 * set -e
 * curl -s https://example.com/tasks.json | jq -r '.[0].id' > task.txt
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * git pull || { echo "BLOCKER: pull failed" >> BLOCKERS.md; exit 1; }
 * sed -i "s/UNCLAIMED/CLAIMED-$(date +%s)/" board.md &&
 *   git add board.md &&
 *   git commit -m "claim" &&
 *   git push
 *
 * if [ $? -ne 0 ]; then
 *   echo "claim lost" >> BLOCKERS.md
 *   exit 1
 * fi
 * ```
 * ````
 *
 * ````markdown
 * ```bash
 * set -euo pipefail
 * cd app
 * npm ci
 * npm test
 * ```
 * ````
 *
 * ````markdown
 * ```bash
 * git push
 * ```
 *
 * If the push is rejected, pull and take the next free task.
 * ````
 *
 * ````markdown
 * ## Maintenance commands
 *
 * ```bash
 * # Show who works on what
 * make status
 *
 * # Free what has been left behind
 * make cleanup
 * ```
 * ````
 */
export default defineRule({
  summary: "A command whose failure goes unnoticed",
  scope: "script",
  items: [14],
  severity: "warning",
  options: z.strictObject({
    readOnly: z
      .enum(["info", "warning", "off"])
      .default("info")
      .describe("Severity of a script where only commands that change nothing are unchecked (`ls`, `git status`); `off` leaves them out everywhere"),
  }),
  messages: {
    one: "`{{command}}` can fail unnoticed ({{reason}}): expected {{expected}}",
    several: "`{{command}}` can fail unnoticed ({{reason}}), and so can {{others}}: expected {{expected}}",
    addErrexit: "Stop the script at the first failure: `set -euo pipefail`",
    addHandler: "Write to {{blockers}} and stop when `{{command}}` fails",
  },
  checkDocument(document, { options, workspace, report }) {
    for (const script of document.scripts) {
      const unchecked = findUnchecked(document, script, options.readOnly === "off");
      const main = unchecked.find(({ effect }) => effect === worstEffect(unchecked.map((unit) => unit.effect)));
      if (!main) continue;

      const others = unchecked.filter((unit) => unit !== main);
      const data = { command: shorten(main.text), reason: main.explanation, expected: expectedFor(main) };
      report(document, {
        place: main.place,
        messageId: others.length > 0 ? "several" : "one",
        data: others.length > 0 ? { ...data, others: nameOthers(others, nameOf(main)) } : data,
        ...(main.effect === "read-only" && options.readOnly === "info" && { severity: "info" }),
        related: others.map(({ place, text, explanation }) => ({
          path: document.path,
          place,
          message: `\`${shorten(text)}\` can fail unnoticed, too: ${explanation}`,
        })),
        suggestions: suggest(document, script, main, workspace.settings.blockersFile),
      });
    }
  },
  evidence(prompt) {
    const { document } = prompt;
    const scripts = document.scripts.filter((script) => isToBeRun(document, script));
    const run = scripts.flatMap((script) => {
      const judged = analyzeScript(script).commands.filter(({ verdict, unit }) => verdict !== "exempt" && !script.isBadExample(unit));
      return judged.length === 0 ? [] : [{ script, judged, unchecked: findUnchecked(document, script, false) }];
    });
    const [first] = run;
    if (!first) return { state: "skipped", why: "no script has a command that can fail" };
    const total = run.reduce((sum, { judged }) => sum + new Set(judged.map(({ unit }) => unit.pos)).size, 0);
    const unchecked = run.reduce((sum, one) => sum + one.unchecked.length, 0);
    const where = run.length === 1 ? "of the script" : `of ${run.length} scripts`;
    const phrase =
      unchecked === 0
        ? `${total === 1 ? "the command" : `all ${total} commands`} ${where} ${total === 1 ? "is" : "are"} checked`
        : `${total - unchecked} of ${total} commands ${where} are checked, and the others change nothing`;
    return { state: "passed", place: first.script.place(firstLine(first.judged[0]!.span, first.script)), phrase };
  },
});

/** What a reader takes for one command: a pipeline, or an assignment with what it runs. */
interface Unit extends Pick<CommandVerdict, "effect" | "by" | "explanation" | "hasErrexit" | "text" | "invocation"> {
  verdict: CommandVerdict;
  place: ReturnType<BashScript["place"]>;
}

/** Not the wrong way, nor the story of a run, nor a list to choose from. */
function isToBeRun(document: Document, script: BashScript): boolean {
  return !script.badExample && !script.isTranscript && !isMenu(document, script);
}

/** The unchecked commands of a script by pipeline, each with its gravest command for all of it. */
function findUnchecked(document: Document, script: BashScript, withoutReadOnly: boolean): Unit[] {
  if (!isToBeRun(document, script)) return [];
  const { commands } = analyzeScript(script);
  const prose = findFailureProse(document, script);
  const unchecked = commands.filter((verdict) => {
    if (verdict.verdict !== "unchecked" || (withoutReadOnly && verdict.effect === "read-only")) return false;
    // `/find-tasks filter:open` is for the agent, not for a shell.
    if (/^\/[a-z][\w:-]*$/i.test(verdict.text.split(/\s/, 1)[0]!)) return false;
    return !script.isBadExample(verdict.unit) && !isCovered(verdict, commands, prose);
  });
  const units = groupBy(unchecked, ({ unit }) => `${unit.pos} ${unit.end}`);
  return [...units.values()]
    .map((verdicts) => {
      const effect = worstEffect(verdicts.map((verdict) => verdict.effect));
      const verdict = verdicts.find((one) => one.effect === effect)!;
      return { ...verdict, verdict, place: script.place(firstLine(verdict.span, script)) };
    })
    .sort((a, b) => a.place.start.offset! - b.place.start.offset!);
}

/** The gravest first, each name once: "`git commit`, another `cd` and 3 more commands"; `shown` is the name in front of them. */
function nameOthers(others: readonly Unit[], shown: string): string {
  const ordered = ["critical", "other", "read-only"].flatMap((effect) => others.filter((unit) => unit.effect === effect));
  const names = [...new Set(ordered.map(nameOf))].slice(0, MAX_NAMES);
  const named = ordered.filter((unit) => names.includes(nameOf(unit))).length;
  const list = names.map((name) => {
    if (name !== shown) return `\`${name}\``;
    const count = ordered.filter((unit) => nameOf(unit) === name).length;
    return count === 1 ? `another \`${name}\`` : `${count} more \`${name}\``;
  });
  const more = others.length - named;
  if (more > 0) list.push(`${more} more command${more === 1 ? "" : "s"}`);
  return list.length === 1 ? list[0]! : `${list.slice(0, -1).join(", ")} and ${list.at(-1)!}`;
}

const MAX_NAMES = 4;

function expectedFor({ by, hasErrexit }: Unit): string {
  if (by === "pipeline") return hasErrexit ? "`set -o pipefail`" : "`set -eo pipefail` or a command for each step";
  if (by === "declaration") return "the assignment in a command of its own";
  if (by === "substitution") return "an assignment of its own, whose status counts";
  if (by === "background") return "a `wait` for it whose status is looked at";
  if (by === "pasted") return "a loop that tries again";
  return hasErrexit || by === "last" ? "a condition or `||`" : "`set -e`, a condition or `||`";
}

function suggest(document: Document, script: BashScript, { verdict, text }: Unit, blockers: string) {
  // Lines between prose, and text in YAML or JSON, follow other rules than a script in a fence.
  if (script.origin === "prose" || document.format !== "markdown") return [];
  const suggestions: { messageId: "addErrexit" | "addHandler"; data?: Record<string, string>; edits: Edit[] }[] = [];
  // For the last command alone errexit changes nothing: the script ends there anyway.
  const errexit = verdict.by === "last" ? undefined : addErrexit(script);
  if (errexit) suggestions.push({ messageId: "addErrexit", edits: [errexit] });
  const handler = addHandler(script, verdict, blockerHandler(verdict, blockers));
  if (handler) suggestions.push({ messageId: "addHandler", data: { blockers, command: shorten(text) }, edits: [handler] });
  return suggestions;
}
