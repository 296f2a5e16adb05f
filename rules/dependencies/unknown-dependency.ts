import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { groupBy } from "../../src/group-by.ts";
import type { Board } from "../../src/model/board.ts";
import { unresolvedNames, type UnresolvedName } from "../../src/model/dependencies.ts";
import { readDependencyFile, type DependencyFile } from "../../src/model/dependencies/file.ts";
import { createSlipFinder, nearTo, slipOf } from "../../src/model/dependencies/slips.ts";
import { createResolver, normalizeName } from "../../src/model/dependencies/resolver.ts";
import { boardIn } from "../../src/model/lookup.ts";
import { spanOf } from "../../src/parse/prose.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import { firstIndexOf } from "../../src/source.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A dependency that nothing has the name of is never done: whoever waits for
 * it waits for ever, and a script that looks it up finds nothing. Name a
 * session, a task or a checkpoint that is there, spelled as it is there.
 *
 * ## Bad
 *
 * ````yaml expect=4:18,6:16 file=DEPENDENCIES.yaml
 * Backend:
 *   checkpoints: [schema_ready]
 * Frontend:
 *   depends_on: [{ Backend: schema_done }]
 * Integration:
 *   depends_on: [Backnd, Frontend]
 * ````
 *
 * ````markdown expect=5:24 file=STATUS.md
 * | Task | Status | Dependencies |
 * |------|--------|--------------|
 * | T-1 | DONE | None |
 * | T-2 | READY | T-1 |
 * | T-3 | BLOCKED | T-1, T-7 |
 * ````
 *
 * ## Good
 *
 * ````yaml file=DEPENDENCIES.yaml
 * Backend:
 *   checkpoints: [schema_ready]
 * Frontend:
 *   depends_on: [{ Backend: schema_ready }]
 * Integration:
 *   depends_on: [Backend, Frontend]
 * ````
 */
export default defineRule({
  summary: "A dependency, or a checkpoint of one, that nothing in the workspace has",
  scope: "workspace",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    unknown: "`{{entry}}` depends on `{{name}}`, and no entry has that name{{hint}}: it would wait for ever",
    unknownKey: "`{{entry}}` depends on `{{name}}`, and neither this file nor a board has it{{hint}}: it would wait for ever",
    unproduced: "`{{entry}}` waits for the checkpoint `{{checkpoint}}` of `{{name}}`, and {{produced}}{{hint}}",
    notDependedOn: "`{{entry}}` blocks until `{{name}}`, and its `depends_on` does not have it{{hint}}: expected one of its dependencies",
  },
  checkWorkspace(workspace, { report }) {
    for (const unresolved of unresolvedNames(workspace)) {
      const hint = judge(unresolved, workspace);
      if (hint === undefined) continue;
      const { board, entry, listed, place } = unresolved;
      report(board.document, { place, messageId: "unknown", data: { entry: entry.id, name: listed.name, hint } });
    }
    const files = workspace.documents.flatMap((document) => readDependencyFile(document) ?? []);
    for (const file of files) {
      for (const { messageId, place, ...data } of checkFile(file, files, workspace)) report(file.document, { place, messageId, data });
    }
  },
});

interface FileProblem {
  messageId: "unknownKey" | "unproduced" | "notDependedOn";
  place: Position;
  entry: string;
  name: string;
  checkpoint: string;
  produced: string;
  hint: string;
}

function checkFile({ document, items }: DependencyFile, files: readonly DependencyFile[], workspace: Workspace): FileProblem[] {
  const resolve = createResolver(workspace.boards, files);
  const byName = new Map(items.map((item) => [normalizeName(item.name), item]));
  const findSlip = createSlipFinder(items.map(({ name }) => name));
  const listsAll = items.some(({ isLeaf }) => isLeaf) || workspace.boards.length > 0;
  const usesCheckpoints = items.some(({ checkpoints }) => checkpoints.length > 0);
  return items.flatMap((item) => {
    const problem = { entry: item.name, name: "", checkpoint: "", produced: "", hint: "" };
    const unknown = item.dependsOn.flatMap(({ name, place }): FileProblem[] => {
      if (resolve(name, {}) !== undefined) return [];
      const near = findSlip(name);
      // A file that names only who waits does not list the others, and cannot miss one.
      return near === undefined && !listsAll ? [] : [{ ...problem, messageId: "unknownKey", place, name, hint: hintOf(near) }];
    });
    const unproduced = item.dependsOn.flatMap(({ name, checkpoint, checkpointPlace, place }): FileProblem[] => {
      const producer = byName.get(normalizeName(name));
      if (checkpoint === undefined || PLAIN_STATES.test(checkpoint) || producer?.checkpoints.includes(checkpoint)) return [];
      if (!producer && resolve(name, {}) === undefined) return [];
      const other = items.find(({ checkpoints }) => checkpoints.includes(checkpoint));
      if (!other && (!usesCheckpoints || isMentioned(checkpoint, workspace, document))) return [];
      const produced = other ? `only \`${other.name}\` produces it` : "nobody produces it";
      const hint = other || !producer ? "" : hintOf(nearTo(checkpoint, producer.checkpoints));
      return [{ ...problem, messageId: "unproduced", place: span(place, checkpointPlace), name, checkpoint, produced, hint }];
    });
    const dependsOn = new Set(item.dependsOn.map(({ name }) => normalizeName(name)));
    const undepended = item.blocksUntil.flatMap(({ name, place }): FileProblem[] => {
      if (dependsOn.has(normalizeName(name))) return [];
      const near = nearTo(
        name,
        item.dependsOn.map((dependency) => dependency.name),
      );
      return [{ ...problem, messageId: "notDependedOn", place, name, hint: hintOf(near) }];
    });
    return [...unknown, ...unproduced, ...undepended];
  });
}

/** `Backend: done` says how far it has to be, not which checkpoint it has to reach. */
const PLAIN_STATES = /^(?:completed?|done|finished|merged|true|required|hard|soft|optional)$/i;

function span(from: Position, to: Position | undefined): Position {
  return to ? { start: from.start, end: to.end } : from;
}

function hintOf(near: string | undefined): string {
  return near === undefined ? "" : `, did you mean \`${near}\`?`;
}

/** What to add when the name is a mistake; `undefined` when it may be right. */
function judge({ board, entry, listed }: UnresolvedName, workspace: Workspace): string | undefined {
  if (entry.archived || listed.isMet || /^#|[<{[]|\b(?:N|X{1,3})\b/.test(listed.name)) return undefined;
  if (!listed.isId) {
    const near = slipOf(listed.name, board);
    return near === undefined || isMentioned(listed.name, workspace, undefined) ? undefined : hintOf(near);
  }
  // Finished work is taken off some boards: only one that has all numbers of a series can miss one.
  const member = memberOf(listed.name);
  if (!member) return undefined;
  const isComplete = completeSeries(board).has(member.series);
  return isComplete && !isMentioned(listed.name, workspace, undefined) ? "" : undefined;
}

/** The series of a board's entries of which it has all numbers, from 1 or before. */
const completeSeries = remembered(({ entries }: Board): ReadonlySet<string> => {
  const members = groupBy(
    entries.flatMap(({ id }) => memberOf(id) ?? []),
    ({ series }) => series,
  );
  const complete = new Set<string>();
  for (const [series, own] of members) {
    const numbers = [...new Set(own.map(({ number }) => number))].sort((a, b) => a - b);
    const [first] = numbers;
    if (numbers.length >= 2 && first! <= 1 && numbers.at(-1)! - first! < numbers.length) complete.add(series);
  }
  return complete;
});

/** `session 4`, `session d`. */
const SERIES = /^(.*?\D)(\d{1,5})$|^(.*[\p{L}\p{N}] )([a-z])$/u;

interface Member {
  /** Of letters and of numbers there may be one each: `session `. */
  series: string;
  /** From 1; of a letter its place in the alphabet. */
  number: number;
}

function memberOf(name: string): Member | undefined {
  const [, numbered, number, lettered, letter] = SERIES.exec(normalizeName(name)) ?? [];
  if (number !== undefined) return { series: numbered!, number: Number(number) };
  return letter === undefined ? undefined : { series: lettered!, number: letter.charCodeAt(0) - "a".charCodeAt(0) + 1 };
}

/** Whether a text speaks of a name beside the lists of dependencies; then it is something, if no entry. */
function isMentioned(name: string, workspace: Workspace, except: Document | undefined): boolean {
  const known = mentionsIn(workspace.documents);
  const key = `${except?.path ?? ""}\0${name}`;
  if (!known.has(key)) known.set(key, findMention(name, workspace, except));
  return known.get(key)!;
}

/** What was found out, as a thousand entries may wait for the same thing. */
const mentionsIn: (documents: Workspace["documents"]) => Map<string, boolean> = remembered(() => new Map<string, boolean>());
const loweredText = remembered(({ source }: Document) => source.text.toLowerCase());
/** Where a board lists what its entries wait for, in reading order. */
const listsOf = remembered(({ entries }: Board) =>
  entries.flatMap(({ fields }) => fields.filter((field) => field.name === "dependencies").map(({ place }) => spanOf(place))).sort((a, b) => a.start - b.start),
);

function findMention(name: string, workspace: Workspace, except: Document | undefined): boolean {
  const wanted = name.toLowerCase();
  return workspace.documents.some((document) => {
    if (document === except) return false;
    const text = loweredText(document);
    if (!text.includes(wanted)) return false;
    const board = boardIn(workspace, document);
    const lists = board ? listsOf(board) : [];
    const isListed = (at: number) => (lists[firstIndexOf(lists, ({ end }) => at < end)]?.start ?? Infinity) <= at;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (/[\p{L}\p{N}]/u.test(`${text[at - 1] ?? " "}`) || /^(?:[\p{L}\p{N}]|[.-]\d)/u.test(text.slice(at + wanted.length, at + wanted.length + 2))) continue;
      if (!isListed(at)) return true;
    }
    return false;
  });
}
