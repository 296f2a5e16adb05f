import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { namesStatusFile } from "../../src/model/board/coordination.ts";
import { findClaimStep } from "../../src/model/claim.ts";
import { findSaying } from "../../src/model/fallback.ts";
import { boardPaths } from "../../src/model/lookup.ts";
import { isInPrompt, type Prompt } from "../../src/model/prompt.ts";
import { isBareName, isForAnyProject } from "../../src/model/references/any-project.ts";
import { boardsOf } from "../../src/model/prompt-boards.ts";
import { readProtocol } from "../../src/model/protocol.ts";
import type { FileReference } from "../../src/model/references.ts";
import { accountFor } from "../../src/model/references/explained.ts";
import { isStatusFile, mayHoldClaims, usesTracker } from "../../src/model/status-files.ts";
import { baseName } from "../../src/read/paths.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * Sessions that are told to look up their work in a status file that is not
 * there find nothing, and wait. Sessions that are told of no status file at
 * all cannot know what the others have taken. Create the file and push it
 * before the prompt goes out, and name it in the prompt.
 *
 * ## Bad
 *
 * ````markdown expect=3:16
 * You are one of four sessions that work in parallel.
 *
 * 1. First, read SESSION-STATUS.md
 * 2. Claim the first unclaimed session in it
 * ````
 *
 * ````markdown expect=3:4
 * You are one of four sessions that work in parallel.
 *
 * 1. Claim the first unclaimed task
 * 2. Do it and push it
 * ````
 *
 * ````markdown expect=3:10
 * You are one of four sessions that work in parallel.
 *
 * 1. Check the status file for work, as the other sessions do
 * 2. Do it and push it, whatever another session does
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of four sessions that work in parallel.
 *
 * 1. First, read SESSION-STATUS.md
 * 2. Claim the first unclaimed session in it
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1
 * - Status: UNCLAIMED
 *
 * ## Session 2
 * - Status: UNCLAIMED
 * ````
 */
export default defineRule({
  summary: "The status file that sessions are sent to is not there, or none is named at all",
  scope: "prompt",
  items: [1],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    notThere: "Sessions look up their work in `{{file}}`, and there is no such file: create and push it before the prompt goes out",
    onlyOwn: "Each session keeps its state in a file of its own here, and none says who has what: expected one status file that all of them read",
    noneNamed: "Sessions claim work here, and no status file is named: expected a file that says who has what",
    noneMeant: "Sessions are sent to «{{file}}», and no such file is named: expected the path of a file that says who has what",
  },
  checkPrompt(prompt, { workspace, report }) {
    const isAccountedFor = accountFor(workspace.references);
    const boards = boardPaths(workspace.boards);
    const { document } = prompt;
    if (!prompt.severalSessions || boards.has(document.path)) return;
    const references = workspace.references.get(document) ?? [];
    const named = references.filter((reference) => isStatusFile(reference, boards));
    // With one status file that is there, another name is a matter of missing-file.
    if (named.some(({ resolved }) => resolved !== undefined)) return;

    // What a step makes, or need not be there, is no board that sessions look for in vain.
    const missing = named.find((reference) => reference.use === "read" && !isAccountedFor(reference, document));
    const items = itemsWithoutFile(prompt, workspace);
    // The user of a command for any project brings the file with him.
    const isBrought = missing !== undefined && isBareName(missing) && isForAnyProject(document.path, references);
    if (missing)
      report(document, {
        place: missing.place,
        messageId: "notThere",
        items,
        data: { file: missing.text },
        ...(isBrought && { outsideStrict: "off" as const }),
      });
    const claim = findClaimStep(prompt);
    const hasBoard = boardsOf(prompt, workspace).length > 0;
    const said = claim && document.passages.find(({ place }) => holds(place, claim));
    const isNamed = references.some((reference) => mayHoldClaims(reference) || (said !== undefined && holds(said.place, reference.place) && isData(reference)));
    if (named.length === 0 && !isNamed && !usesTracker(prompt)) {
      const meant = claim || hasBoard ? undefined : findSaying(prompt, "unnamedStatusFile", workspace.settings.phrases);
      if (claim) report(document, { place: claim, messageId: "noneNamed", items });
      else if (meant) report(document, { place: meant.place, messageId: "noneMeant", items, data: { file: meant.text } });
      if (claim || meant) return;
    }
    if (missing || claim || hasBoard || usesTracker(prompt) || findMade(prompt, workspace)) return;
    const own = findOwnStatus(prompt);
    if (own) report(document, { place: own, messageId: "onlyOwn", outsideStrict: "off" });
  },
  evidence(prompt, workspace) {
    const { document } = prompt;
    const boards = boardPaths(workspace.boards);
    const references = workspace.references.get(document) ?? [];
    const named = references.filter((reference) => reference.resolved !== undefined && isStatusFile(reference, boards));
    const first = named.find(({ resolved }) => boards.has(resolved!)) ?? named[0];
    if (first) return { state: "passed", place: first.place, phrase: `names \`${first.resolved}\`, which is there` };
    const [board] = boardsOf(prompt, workspace);
    const [entry] = board?.entries ?? [];
    if (board && entry) return { state: "passed", place: entry.place, path: board.document.path, phrase: "lists the sessions" };
    const made = findMade(prompt, workspace);
    if (made) return { state: "passed", place: made.place, phrase: `\`${made.text}\` is made by the sessions themselves` };
    if (usesTracker(prompt)) return { state: "skipped", why: "a tool hands out the work" };
    return findClaimStep(prompt) ? undefined : { state: "skipped", why: "each session is told its work, and claims none" };
  },
});

/**
 * What nobody can tick without the file: all that is asked of it. A prompt that
 * says itself neither how to claim nor where to work leaves that to the file as
 * well, and so has none of it.
 */
function itemsWithoutFile(prompt: Prompt, workspace: Workspace): number[] {
  const { claim, facts } = readProtocol(prompt, workspace);
  const saysRepository = facts.some(({ kind }) => kind === "checks-repository" || kind === "reads-repository" || kind === "verifies-switch");
  return [...OF_THE_FILE, ...(claim ? [] : OF_THE_CLAIM), ...(claim || saysRepository ? [] : OF_THE_REPOSITORY)];
}

const OF_THE_FILE = [1, 2, 3, 4, 5];
const OF_THE_CLAIM = [6, 7, 8, 9];
const OF_THE_REPOSITORY = [10, 11, 12, 13];

function holds(outer: Position, { start }: Position): boolean {
  return outer.start.offset! <= start.offset! && start.offset! < outer.end.offset!;
}

/** «Read `features.json`, find the next pending one»: in the words that claim, whatever its name. */
function isData({ text, kind }: FileReference): boolean {
  return kind === "file" && /\.(?:md|markdown|ya?ml|json|txt|toml)$/i.test(text);
}

/** A status file of all sessions that the prompt has them make. */
function findMade({ document }: Prompt, { references }: Workspace): FileReference | undefined {
  return (references.get(document) ?? []).find(
    ({ use, kind, text, place }) => kind === "file" && isShared(text) && (use === "made" || (use === "placeholder" && isMadeThere(document, place))),
  );
}

/** «Create/update `runs/$NAME/status-board.md`» */
function isMadeThere({ source }: Document, { start }: Position): boolean {
  return /\b(?:create|make|write|generate|initiali[sz]e)(?:\/\w{1,12}| (?:or|and) \w{1,12})?(?: the| a| file)?[ `"*]{1,4}$/i.test(
    source.text.slice(Math.max(0, start.offset! - 40), start.offset),
  );
}

/** `execution-status.md`, `BOARD.md`; a bare `STATUS.md`, or one with a number, is that of each session. */
function isShared(text: string): boolean {
  const name = baseName(text);
  return namesStatusFile(name) && !/^(?:my[-_])?(?:status|progress)\.|(?:session|agent|worker|stream)[-_](?:[\d{<[$]|[A-H]\b)/i.test(name);
}

/** Where a prompt tells each session to keep its state in a file of its own. */
function findOwnStatus(prompt: Prompt): Position | undefined {
  for (const passage of prompt.document.passages) {
    const match = passage.badExample || !isInPrompt(prompt, passage) ? null : OWN_STATUS.exec(passage.text.slice(0, MAX_TEXT));
    if (match) return passage.locate({ start: match.index, end: match.index + match[0].length });
  }
  return undefined;
}

/** UTF-16 units of a passage. */
const MAX_TEXT = 2000;
const OWN_STATUS =
  /\b(?:create|update|write|post|commit|push|report)\b[^.\n]{0,30}\b(?:your|own|the)? ?(?:status|progress)(?:\.(?:md|ya?ml|json|txt)| file)\b|\beach (?:session|agent|worker|stream)s? (?:maintains?|keeps?|has|writes?|updates?) (?:\w+ ){0,3}(?:progress|status)\b/i;
