import { z } from "zod";
import { findDuplicateIds, findSharedOutputs } from "../../src/model/duplicates.ts";
import { findOverlaps } from "../../src/model/owned-paths.ts";
import { defineRule } from "../../src/rule.ts";
import { toPosition } from "../../src/source.ts";

/**
 * Two entries with one id are both found by a search for it, and two sessions
 * take what was meant for one. Two sessions that write one file overwrite each
 * other, and so do those that each believe a folder to be theirs alone.
 *
 * Not reported are sessions that come one after the other (`Dependencies:`),
 * parts of a file that are told apart, and a file that all of them share.
 *
 * ## Bad
 *
 * ````markdown expect=9:5,15:17 file=STATUS.md
 * ### Session 1: Payments
 * - Status: READY
 * - Output File: `docs/payments.md`
 *
 * ### Session 2: Search
 * - Status: READY
 * - Output File: `docs/search.md`
 *
 * ### Session 2: Billing
 * - Status: READY
 * - Output File: `docs/billing.md`
 *
 * ### Session 3: Import
 * - Status: READY
 * - Output File: `docs/search.md`
 * ````
 *
 * ````markdown expect=7:14
 * ## Session 1: Server
 *
 * - Exclusive: src/api/**
 *
 * ## Session 2: Routes
 *
 * - Exclusive: src/api/routes/**
 * ````
 *
 * ## Good
 *
 * ````markdown file=STATUS.md
 * ### Session 1: Payments
 * - Status: READY
 * - Output File: `docs/payments.md`
 *
 * ### Session 2: Search
 * - Status: READY
 * - Output File: `docs/search.md`
 * ````
 *
 * ````markdown
 * ## Session 1: Server
 *
 * - Exclusive: src/api/**
 *
 * ## Session 2: Pages
 *
 * - Exclusive: src/pages/**
 * ````
 */
export default defineRule({
  summary: "One session id twice, or two sessions with one output file or folder",
  scope: "workspace",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    sameId: "`{{id}}` is in line {{line}} already, and a search for it finds both: expected an id of its own",
    sameOutput: "`{{path}}` is also what `{{other}}` writes (line {{line}}): expected an output file of its own for `{{id}}`",
    overlap: "`{{path}}` is to belong to `{{owner}}` alone, and `{{otherPath}}` to `{{other}}` ({{where}}): expected paths that do not overlap",
  },
  checkWorkspace(workspace, { report }) {
    for (const board of workspace.boards) {
      const { document } = board;
      const { path } = document;
      for (const { first, second } of findDuplicateIds(board)) {
        const { id, place: whole } = second.entry;
        const start = whole.start.offset!;
        const at = document.source.text.slice(start, whole.end.offset).indexOf(id);
        const place = at < 0 ? whole : toPosition(document.source, { start: start + at, end: start + at + id.length });
        const related = [{ path, place: first.entry.place, message: `\`${first.entry.id}\` here` }];
        report(document, { place, messageId: "sameId", data: { id, line: first.entry.place.start.line }, related });
      }
      for (const { first, second } of findSharedOutputs(board)) {
        const data = { path: second.path, id: second.entry.id, other: first.entry.id, line: first.place.start.line };
        report(document, { place: second.place, messageId: "sameOutput", data, related: [{ path, place: first.place, message: `\`${first.path}\` here` }] });
      }
    }
    for (const { first, second } of findOverlaps(workspace)) {
      const where = first.document === second.document ? `line ${first.place.start.line}` : `\`${first.document.path}\``;
      const data = { path: second.path, owner: second.owner, otherPath: first.path, other: first.owner, where };
      const related = [{ path: first.document.path, place: first.place, message: `\`${first.path}\` here` }];
      report(second.document, { place: second.place, messageId: "overlap", data, related });
    }
  },
});
