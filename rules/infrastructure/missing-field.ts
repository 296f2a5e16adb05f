import type { Position } from "unist";
import { z } from "zod";
import { groupBy } from "../../src/group-by.ts";
import { fieldOf, type Board, type Entry, type Field, type FieldName } from "../../src/model/board.ts";
import { stubField } from "../../src/model/field-stub.ts";
import { isClaimKey } from "../../src/model/board/field-names.ts";
import { toEntryRecord } from "../../src/model/entry-schema.ts";
import { mainBoardsOf, NO_BOARD } from "../../src/model/prompt-boards.ts";
import { defineRule } from "../../src/rule.ts";
import { toPosition } from "../../src/source.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A session that claims an entry works by its fields: without a repository it
 * guesses where to commit, without an output file nobody finds what it did,
 * without a status or a claim two sessions take the same work. An entry is
 * held against its siblings, and a board that sessions claim from against what
 * such a board needs.
 *
 * ## Bad
 *
 * ````markdown expect=11:1 file=STATUS.md
 * ### Session 1: Payments
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Output File:** `reports/payments.md`
 *
 * ### Session 2: Search
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * - **Output File:** `reports/search.md`
 *
 * ### Session 3: Mail
 * - **Status:** READY
 * - **Claimed By:** UNCLAIMED
 * ````
 *
 * ````markdown expect=3:1 file=TASKS.md
 * | Task | Status | Claimed By |
 * |------|--------|------------|
 * | T-1 | UNCLAIMED | - |
 * | T-2 | CLAIMED | session-7 |
 * ````
 *
 * ## Good
 *
 * ````markdown file=TASKS.md
 * | Task | Status | Claimed By | Output |
 * |------|--------|------------|--------|
 * | T-1 | UNCLAIMED | - | reports/t-1.md |
 * | T-2 | CLAIMED | session-7 | reports/t-2.md |
 * ````
 */
export default defineRule({
  summary: "An entry without a field that its session needs, or with a value that its schema rejects",
  scope: "board",
  items: [3, 4],
  severity: "error",
  options: z.strictObject({}),
  messages: {
    unlikeSiblings: "`{{entry}}` has no `{{field}}`, and {{siblings}} of its siblings have one: expected it here too",
    empty: "`{{field}}` of `{{entry}}` is empty, and {{siblings}} of its siblings have one: expected a value",
    nowhere: "Sessions claim from this board, and no entry has {{fields}}: expected it in each entry",
    unsaid: "No entry of this status file has {{fields}}, and nothing above them says it for all: expected it in each entry",
    rejected: "`{{field}}` of `{{entry}}` is `{{value}}`: expected {{reason}}",
    addField: "Write `{{field}}` with `TBD` to be filled in",
    required: "`{{entry}}` has no `{{field}}`, and the schema of entries requires it",
  },
  checkBoard(board, { workspace, report }) {
    const { document } = board;
    const open = openEntries(board);
    const seen = new Set<string>();
    const isNew = (entry: Entry, field: string): boolean => seen.size < seen.add(`${entry.place.start.offset} ${field}`).size;

    for (const { entry, field, siblings, key } of [...findUnlikeSiblings(board, open), ...findWithoutOutput(board, open)]) {
      if (!isNew(entry, field)) continue;
      const empty = fieldOf(entry, field);
      const place = empty?.place ?? entry.place;
      const stub = stubField(document, board, { entry, field, empty });
      const suggestions = stub ? [{ messageId: "addField" as const, edits: [stub] }] : [];
      report(document, {
        place,
        messageId: empty ? "empty" : "unlikeSiblings",
        items: itemsOf(field),
        data: { entry: entry.id, field: key, siblings },
        suggestions,
      });
    }
    const lacking = findLacking(board, open, workspace);
    if (lacking) {
      const fields = lacking.fields.map((field) => `\`${LABELS[field]}\``).join(" or ");
      // A board in another shape may still say it elsewhere.
      const items = lacking.fields.flatMap(itemsOf);
      report(document, {
        place: lacking.first.place,
        messageId: "nowhere",
        ...(items.includes(FORMAT_ITEM) ? { severity: "warning" } : { outsideStrict: "warning" }),
        items,
        data: { fields },
      });
    }
    for (const { entry, field, reason, isMissing } of findRejected(open, workspace.settings)) {
      if (!isNew(entry, field)) continue;
      const written = entry.fields.find(({ name, key }) => (name ?? key) === field);
      const data = { entry: entry.id, field: written?.key ?? (field || "entry"), value: written?.value ?? entry.id, reason };
      const place = written && !isMissing ? written.valuePlace : entry.place;
      report(document, { place, messageId: isMissing ? "required" : "rejected", items: itemsOf(field), data });
    }
  },
  checkWorkspace(workspace, { report }) {
    const sent = workspace.prompts.filter(({ severalSessions }) => severalSessions);
    for (const board of new Set(sent.flatMap((prompt) => mainBoardsOf(prompt, workspace)))) {
      const open = statedEntries(board);
      const [first] = open;
      if (!first || open.every(({ format }) => format === "task")) continue;
      const lacking = findLacking(board, openEntries(board), workspace)?.fields ?? [];
      const known = lacking.flatMap(itemsOf).includes(FORMAT_ITEM) ? [] : lacking;
      const fields = (["repository", "outputFile"] as const).filter(
        (field) => !known.includes(field) && !open.some((entry) => has(entry, field)) && !findSaidOnce(board, field),
      );
      if (fields.length === 0) continue;
      const data = { fields: fields.map((field) => `\`${LABELS[field]}\``).join(" or ") };
      report(board.document, { place: first.place, messageId: "unsaid", outsideStrict: "off", items: fields.flatMap(itemsOf), data });
    }
  },
  evidence(prompt, workspace, item) {
    const boards = mainBoardsOf(prompt, workspace);
    if (boards.length === 0) return { state: "skipped", why: NO_BOARD };
    const field = item === REPOSITORY_ITEM ? "repository" : "outputFile";
    const open = boards.flatMap((board) => statedEntries(board).map((entry) => ({ entry, path: board.document.path })));
    const having = open.filter(({ entry }) => has(entry, field));
    const [first] = having;
    if (first && having.length === open.length) {
      const places = fieldsFor(first.entry, field);
      const phrase = `${open.length === 1 ? "the open entry has" : `all ${open.length} open entries have`} \`${keyOf(first.entry, field)}\``;
      return { state: "passed", place: places[0]?.place ?? first.entry.place, path: first.path, phrase };
    }
    for (const board of having.length > 0 ? [] : boards) {
      const place = findSaidOnce(board, field);
      if (place) return { state: "passed", place, path: board.document.path, phrase: "is said once for all entries" };
    }
    if (open.length === 0) return { state: "skipped", why: "no entry is open" };
    if (having.length > 0 || boards.some(({ entries }) => isClaimedFrom(entries))) return undefined;
    if (field === "outputFile") return { state: "skipped", why: "no entry names one, and nobody claims from them" };
    return countRepositories(workspace) > 1 ? undefined : { state: "skipped", why: "no entry names one, and only one repository is in play" };
  },
});

const REPOSITORY_ITEM = 3;
const OUTPUT_ITEM = 4;
const FORMAT_ITEM = 2;

/** A missing status, claim or further field is a matter of the format, item 2. */
function itemsOf(field: string): number[] {
  if (field === "repository") return [REPOSITORY_ITEM];
  return field === "outputFile" || field === "missionFile" ? [OUTPUT_ITEM] : [FORMAT_ITEM];
}

/** What is done is not claimed any more: what it lacks stalls nobody. */
function openEntries({ entries }: Board): Entry[] {
  return entries.filter((entry) => !entry.archived && entry.state?.group !== "done" && entry.state?.group !== "failed");
}

/** Of the open entries those with a state, where any has one: a list of further tasks is not handed out. */
function statedEntries(board: Board): Entry[] {
  const open = openEntries(board);
  const stated = open.filter((entry) => entry.state !== undefined);
  return stated.length > 0 ? stated : open;
}

/** A line above the entries that gives the field for all of them: in the part that they stand in, or at the top. */
function findSaidOnce({ document, entries }: Board, field: "repository" | "outputFile"): Position | undefined {
  const { text } = document.source;
  const line = (field === "repository" ? REPOSITORY_LINE : OUTPUT_LINE).exec(text);
  const first = entries[0]!.place.start.offset!;
  // Below the first entry it is said of one of them.
  if (!line || line.index >= first) return undefined;
  const depths = [...text.slice(0, first).matchAll(/^(#{1,6}) /gm)].map(({ index, 1: marks }) => ({ index, depth: marks!.length }));
  const above = depths.findLast(({ index }) => index <= line.index);
  const isTop = above === undefined || above === depths[0];
  const ends = depths.some(({ index, depth }) => index > line.index && depth <= (above?.depth ?? 0) && index < first - 1);
  if (!isTop && ends) return undefined;
  const [whole = ""] = text.slice(line.index).split(/[\r\n]/, 1);
  return toPosition(document.source, { start: line.index, end: line.index + whole.trimEnd().length });
}

type Required = Extract<FieldName, "status" | "claimedBy" | "repository" | "outputFile">;
const LABELS: Readonly<Record<Required, string>> = { status: "Status", claimedBy: "Claimed By", repository: "Repository", outputFile: "Output File" };
const REQUIRED = Object.keys(LABELS) as Required[];

interface Unlike {
  entry: Entry;
  field: Required;
  /** How the siblings write it. */
  key: string;
  siblings: number;
}

/** Entries that lack what at least two, and two thirds, of their siblings have. */
function findUnlikeSiblings({ entries }: Board, open: readonly Entry[]): Unlike[] {
  const all = familiesOf(entries.filter(({ archived }) => !archived));
  return REQUIRED.flatMap((field) =>
    [...familiesOf(open)].flatMap(([number, family]) => {
      const siblings = all.get(number)!;
      const having = siblings.filter((entry) => has(entry, field));
      const key = having[0] && keyOf(having[0], field);
      if (key === undefined || having.length < 2 || having.length * 3 < siblings.length * 2 || !isNeeded(field, key, family[0]!)) return [];
      return family.filter((entry) => !has(entry, field)).map((entry) => ({ entry, field, key, siblings: having.length }));
    }),
  );
}

/**
 * Entries to be claimed that say where their mission is told, but not where the
 * result goes, on a board where other entries do: a session that has the one
 * still has to guess the other.
 */
function findWithoutOutput({ entries }: Board, open: readonly Entry[]): Unlike[] {
  const all = familiesOf(entries);
  return [...familiesOf(open)].flatMap(([number, family]) => {
    const siblings = all.get(number)!;
    const keys = siblings.flatMap((entry) => entry.fields.filter(({ name, key, value }) => name === "outputFile" && /^output/i.test(key) && value !== ""));
    if (keys.length < 2 || !isClaimedFrom(siblings)) return [];
    return family
      .filter(
        ({ format, fields }) => format === "heading" && fields.some(({ name }) => name === "missionFile") && !fields.some(({ name }) => name === "outputFile"),
      )
      .map((entry) => ({ entry, field: "outputFile" as const, key: keys[0]!.key, siblings: keys.length }));
  });
}

/** A report or an owner comes with the work; an output file and a claim are there from the start. */
function isNeeded(field: Required, key: string, { format }: Entry): boolean {
  if (field === "claimedBy") return CLAIM_KEY.test(key) && format === "heading";
  if (field === "outputFile") return OUTPUT_KEY.test(key);
  return format !== "task";
}

// «Assigned: P0.3.1» tells a session its work rather than who has taken it.
const CLAIM_KEY = /^(?:claim|taken|locked|held|picked|assignee|assigned (?:to|agent|session|worker))/i;
const OUTPUT_KEY = /^(?:output|deliverable|mission|target|artifact|result)s?\b/i;

function has(entry: Entry, field: Required): boolean {
  if (field === "status") {
    const own = entry.fields.find(({ name }) => name === "status");
    // A box, an icon or a title says it too; that nobody has claimed it is not its status.
    return own ? own.value !== "" : entry.state !== undefined && !entry.fields.some(({ name }) => name === "claimedBy");
  }
  return fieldsFor(entry, field).some(({ value }) => value !== "" || entry.format === "table");
}

/** What tells a session what to write, or where that is told, counts as output. */
function fieldsFor({ fields }: Entry, field: Required): Field[] {
  return fields.filter(({ name }) => name === field || (field === "outputFile" && name === "missionFile"));
}

function keyOf(entry: Entry, field: Required): string | undefined {
  const own = fieldsFor(entry, field);
  return (own.find(({ name }) => name === field) ?? own[0])?.key;
}

function familiesOf(entries: readonly Entry[]): Map<number, Entry[]> {
  return groupBy(entries, ({ family }) => family);
}

/** What no entry of a board has that sessions claim from. */
function findLacking({ document, entries }: Board, open: readonly Entry[], workspace: Workspace): { fields: Required[]; first: Entry } | undefined {
  const { text } = document.source;
  if (TOLD_ELSEWHERE.test(text)) return undefined;
  const all = familiesOf(entries);
  for (const [number, family] of familiesOf(open)) {
    const first = family[0]!;
    const siblings = all.get(number)!;
    if (
      family.length < 2 ||
      first.format === "task" ||
      first.format === "data" ||
      !isClaimedFrom(siblings) ||
      !siblings.some((entry) => has(entry, "status")) ||
      siblings.some((entry) => linksFurther(entry, text))
    )
      continue;
    const fields = REQUIRED.filter((field) => !siblings.some((entry) => has(entry, field) || fieldsFor(entry, field).length > 0));
    const missing = fields.filter((field) => {
      if (field === "repository") return !REPOSITORY_LINE.test(text) && countRepositories(workspace) > 1;
      return field !== "outputFile" || !OUTPUT_LINE.test(text);
    });
    if (missing.length > 0) return { fields: missing, first };
  }
  return undefined;
}

/**
 * Entries are UNCLAIMED or CLAIMED, in words. Other repositories leave a cell
 * blank, and what their boards need is not known.
 */
function isClaimedFrom(entries: readonly Entry[]): boolean {
  const worded = entries.filter(({ fields, state }) =>
    [state?.word ?? "", ...fields.flatMap(({ name, value }) => (name === "claimedBy" ? value : []))].some((word) => CLAIM_WORD.test(word)),
  );
  const isWorded = new Set(worded);
  const claimable = entries.filter((entry) => isWorded.has(entry) || entry.fields.some(({ name, key }) => name === "claimedBy" && isClaimKey(key)));
  return worded.length >= 2 && claimable.length * 2 >= entries.length;
}

const CLAIM_WORD = /^(?:un)?claimed\b/i;

/** The row or heading links to a file that tells the rest. */
function linksFurther({ extent, fields }: Entry, text: string): boolean {
  return (
    /\]\([^)\s]+\.\w+\)|\[\[/.test(text.slice(extent.start.offset, extent.end.offset)) ||
    fields.some(({ key }) => /^(?:details?|brief|spec|file|link|doc|plan|issue|github)/i.test(key))
  );
}

const TOLD_ELSEWHERE =
  /\b(?:details?|specs?|specifications?|briefs?)\b[^\n]{0,40}\b(?:see|in)\b[^\n]{0,60}\.\w{2,4}\b|\bsee\b[^\n]{0,80}\.\w{2,4}\b[^\n]{0,40}\b(?:details?|specs?|specifications?)\b/i;
const REPOSITORY_LINE = /^[^\p{L}\n]{0,6}(?:target )?repo(?:sitory)?\W{1,6}\S/imu;
const OUTPUT_LINE = /^[^\p{L}\n]{0,6}(?:output|deliverable|report)s?(?: files?| path)?\W{1,6}\S/imu;

/** How many repositories the prompts and boards of the workspace speak of. */
function countRepositories({ prompts, boards }: Workspace): number {
  const names = new Set<string>();
  for (const { document } of [...prompts, ...boards]) {
    for (const match of document.source.text.matchAll(/github\.com[/:]([\w.-]{1,100}\/[\w-]{1,100})/g)) names.add(match[1]!.toLowerCase());
  }
  return names.size;
}

/** What the schema of entries rejects. With our own, a way of writing that most entries share is the board's. */
function findRejected(
  open: readonly Entry[],
  { validateEntry, hasOwnSchema }: Workspace["settings"],
): { entry: Entry; field: string; reason: string; isMissing: boolean }[] {
  const tracked = open.filter(({ format }) => format !== "task");
  const rejected = tracked.flatMap((entry) =>
    validateEntry(toEntryRecord(entry)).map(({ field, reason, isMissing = false }) => ({ entry, field, reason, isMissing })),
  );
  if (hasOwnSchema) return rejected;
  const count = (fields: readonly string[]): Map<string, number> =>
    fields.reduce((counts, field) => counts.set(field, (counts.get(field) ?? 0) + 1), new Map<string, number>());
  const having = count(tracked.flatMap(({ fields }) => fields.flatMap(({ name, value }) => (name && value !== "" ? name : []))));
  const alike = count(rejected.map(({ field }) => field));
  return rejected.filter(({ entry, field }) => {
    const value = entry.fields.find(({ name }) => name === field)?.value;
    if (value === undefined || /^[-–—?~\s]*$|^(?:tbd|n\/?a|none|null)$/i.test(value)) return false;
    return alike.get(field)! * 2 < (having.get(field) ?? 0);
  });
}
