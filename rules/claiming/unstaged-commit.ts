import { z } from "zod";
import type { Document } from "../../src/document.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import { scriptSpan } from "../../src/parse/scripts.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import { readParts, type PartCommand, type ScriptPart } from "../../src/shell/script-parts.ts";
import { readSequences, type Step } from "../../src/shell/sequences.ts";
import { editedFiles, stagingOf, takesUp, type Staging } from "../../src/shell/staging.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * `git commit` records what `git add` has staged. With nothing staged it
 * commits nothing, and the push behind it says that all is up to date; with
 * something else staged the edit stays on this machine, and no other session
 * sees it. Either looks like a success.
 *
 * ## Bad
 *
 * ````markdown expect=3:1
 * ```bash
 * sed -i "s/READY/CLAIMED/" STATUS.md
 * git commit -m "claim"
 * git push
 * ```
 * ````
 *
 * ````markdown expect=4:1
 * ```bash
 * echo "- waiting for the API" >> BLOCKERS.md
 * git add STATUS.md
 * git commit -m "status: blocked"
 * git push
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * echo "- waiting for the API" >> BLOCKERS.md
 * sed -i "s/READY/BLOCKED/" STATUS.md
 * git add STATUS.md BLOCKERS.md
 * git commit -m "status: blocked"
 * git push
 * ```
 * ````
 */
export default defineRule({
  summary: "A commit that takes up nothing, or not what its script has edited",
  scope: "script",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    edited: "Nothing stages `{{file}}`, which line {{line}} edits, so `git commit` has nothing to commit: expected `git add {{file}}` in front",
    nothing: "Nothing in this script stages a change, so `git commit` has nothing to commit: expected `git add` with the changed files in front",
    leftOut:
      "`git commit` leaves out `{{file}}`, which line {{line}} edits: expected `git add {{file}}` in front, or the edit stays here when the rest is pushed",
    add: "Stage `{{file}}` first",
  },
  checkDocument(document, { workspace, report }) {
    for (const [index, script] of document.scripts.entries()) {
      if (script.badExample || script.isTranscript || !/\bcommit\b/.test(script.text)) continue;
      const [part, ...inner] = readParts(script);
      if (!part || inner.some(stages) || speaksOfStaging(script, document)) continue;
      const own: Own = { script, part, all: part.commands.map((command) => ({ command, staging: stagingOf(command.invocation, part.text) })) };
      const above = document.scripts.slice(0, index);
      for (const sequence of readSequences(part)) for (const commit of commitsIn(sequence, own)) checkCommit(commit, sequence, own, above);
    }

    function checkCommit(commit: PartCommand, sequence: readonly Step[], own: Own, above: readonly BashScript[]): void {
      const { script } = own;
      const before = own.all.filter(({ command }) => command.span.pos < commit.span.pos);
      const isPushed = sequence.some(({ command }) => isGit(command, "push") && command.span.pos > commit.span.pos);
      const edits = editsBefore(commit, sequence, own);
      const place = script.place(nameSpan(commit));
      if (before.some(({ staging }) => staging.type === "unsure")) return;

      if (before.some(({ staging }) => staging.type === "adds")) {
        const left = edits.find(({ file }) => isTracked(file, workspace));
        if (left && isPushed) report(document, { place, messageId: "leftOut", ...withFile(left, commit, own) });
        return;
      }
      if (above.slice(-1).some((other) => readParts(other).some(stages))) return;
      const [first] = edits;
      if (first) {
        report(document, { place, messageId: "edited", ...withFile(first, commit, own) });
        return;
      }
      // Without an edit to commit it may be but a sketch: only a whole round of git counts, in a document that stages nowhere.
      const isRound = before.some(({ command }) => /^(?:pull|fetch|checkout|switch)$/.test(command.invocation.subcommand ?? ""));
      const isSketch = script.comments.length > 0 || script.placeholders.length > 0;
      if (isPushed && isRound && !isSketch && !tellsToStage(document)) report(document, { place, messageId: "nothing" });
    }

    function withFile({ file, command }: FileEdit, commit: PartCommand, { script, part }: Own) {
      const line = script.place(command.span).start.line;
      const start = script.place({ pos: part.text.toScript(commit.node).pos, end: part.text.toScript(commit.node).pos });
      return {
        data: { file, line },
        related: [{ path: document.path, place: script.place(command.span), message: `\`${file}\` is edited here` }],
        suggestions: [{ messageId: "add" as const, data: { file }, edits: [{ place: start, text: `git add ${file} && ` }] }],
      };
    }
  },
});

const tellsToStage = remembered(({ source }: Document) => /\bstag(?:e|ed|es|ing)\b|\bgit add\b|\bcommit -a/i.test(source.text));

interface Own {
  script: BashScript;
  part: ScriptPart;
  /** Every command of the script, wherever it stands. */
  all: readonly { command: PartCommand; staging: Staging }[];
}

interface FileEdit {
  /** As the command writes it, in the folder that the commit runs in. */
  file: string;
  command: PartCommand;
}

/** The plain commits of a list, each the first behind the edits that it is to record. */
function commitsIn(sequence: readonly Step[], { all }: Own): PartCommand[] {
  const plain = new Set(all.flatMap(({ command, staging }) => (staging.type === "commits" ? [command] : [])));
  return sequence.flatMap(({ command, always }) => (always && plain.has(command) ? [command] : []));
}

/** The files that the list edits between the commit before and this one, and that nothing takes up later. */
function editsBefore(commit: PartCommand, sequence: readonly Step[], { script, part, all }: Own): FileEdit[] {
  const until = sequence.findIndex(({ command }) => command === commit);
  const from = sequence.findLastIndex(({ command }, index) => index < until && isGit(command, "commit"));
  return sequence.slice(from + 1, until).flatMap(({ command, always }) => {
    const files = editedFiles(command.invocation);
    if (files.length === 0) return [];
    const after = all.filter((other) => other.command.span.pos > command.span.pos);
    // In another folder the same name is another file.
    if (!always || after.some((other) => other.command.span.pos < commit.span.pos && MOVES.has(other.command.invocation.name ?? ""))) return [];
    return files.flatMap((word): FileEdit[] => {
      const file = word.value.replace(/^(?:\.\/)+/, "");
      const { pos, end } = part.text.toScript(word);
      if (!IN_REPOSITORY.test(file) || TRANSIENT.test(file) || script.placeholders.some((own) => own.start < end && pos < own.end)) return [];
      const isTaken = after.some(({ command: other, staging }) => (staging.type === "adds" && takesUp(staging.paths, file)) || disposes(other, file));
      return isTaken ? [] : [{ file, command }];
    });
  });
}

const MOVES = new Set(["cd", "pushd", "popd"]);
/** A plain path below the folder, that has to be quoted nowhere. */
const IN_REPOSITORY = /^[\w.][\w./@+-]*$/;
const TRANSIENT = /^\.\.(?:\/|$)|^\.git\/|\.(?:log|tmp|temp|pid|lock|bak|swp|out)$|(?:^|\/)(?:tmp|temp|logs?|node_modules|dist|build|target|out|\.cache)\//;

/** Whether a command takes the file away again, makes another one of it, or reads its message there. */
function disposes({ invocation: { name, subcommand, args } }: PartCommand, file: string): boolean {
  const isGone =
    name === "git" ? subcommand !== undefined && !/^(?:diff|status|log|show|blame)$/.test(subcommand) : /^(?:rm|mv|cp|scp|gh|curl)$/.test(name ?? "");
  return isGone && args.some(({ value }) => value === file || (/[@=/]$/.test(value.slice(0, -file.length)) && value.endsWith(file)));
}

/** It is there, or it is the file that sessions write their troubles to. */
function isTracked(file: string, { files, settings }: Workspace): boolean {
  return files.hasFile(file) || file === settings.blockersFile || files.paths.some((path) => path.endsWith(`/${file}`));
}

function stages({ commands, text }: ScriptPart): boolean {
  return commands.some(
    ({ invocation }) => ["adds", "unsure"].includes(stagingOf(invocation, text).type) && /^(?:git|eval|source|\.)$/.test(invocation.name ?? "git"),
  );
}

/** Whether a comment, or the prose beside the script, tells to stage. */
function speaksOfStaging(script: BashScript, { passages }: Document): boolean {
  const { start, end } = scriptSpan(script);
  const near = passages.filter(({ place }) => (place.start.offset! < start ? start - place.end.offset! < NEAR : place.start.offset! - end < NEAR));
  return [...script.comments, ...near].some(({ text }) => STAGING.test(text));
}

/** UTF-16 units. */
const NEAR = 500;
const STAGING =
  /\b(?:un)?stag(?:e|ed|es|ing)\b(?! \d)|\bgit (?:add|stage)\b|\badd (?:all |your |the )?(?:changes|(?:changed |modified |new )?files)\b|\bcommit -a|\bpre-commit\b/i;

function isGit({ invocation }: PartCommand, subcommand: string): boolean {
  return invocation.name === "git" && invocation.subcommand === subcommand;
}

/** `git commit`, as far as the message names it. */
function nameSpan({ invocation, span, node }: PartCommand): BashSpan {
  const word = invocation.args.find(({ value }) => value === "commit")!.word;
  const start = invocation.word!.pos - node.pos;
  return { pos: span.pos + start, end: span.pos + word.end - node.pos };
}
