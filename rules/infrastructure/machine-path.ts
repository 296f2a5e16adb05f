import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { findMachinePaths, type MachinePath } from "../../src/model/machine-paths.ts";
import type { Suggestion } from "../../src/finding.ts";
import { sectionAt, spanOf, type Section } from "../../src/parse/prose.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A path below one person's home folder is there on one machine. A session
 * that runs elsewhere, or as somebody else, cannot enter it, and works on in
 * whatever folder it is in. Write paths from the root of the repository, or
 * ask git for the root.
 *
 * `~` is everybody's own. Silent on the homes that all containers of a kind
 * have (`/home/user`, `/home/runner`, `/home/node`), on placeholders, examples,
 * other hosts (`ssh`), what a program printed, what is tested for or has a
 * fallback, and on entries of a board that a session has taken: they tell
 * where that session works.
 *
 * ## Bad
 *
 * ````markdown file=PROMPT.md expect=4:4
 * You are one of four sessions.
 *
 * ```bash
 * cd /Users/mira/dev/billing
 * git pull --rebase || exit 1
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are one of four sessions.
 *
 * ```bash
 * cd "$(git rev-parse --show-toplevel)" || exit 1
 * git pull --rebase || exit 1
 * ```
 * ````
 */
export default defineRule({
  summary: "A path below one person's home folder that other sessions do not have",
  scope: "script",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    personal: "`{{path}}` is in the home folder of `{{owner}}`, which other sessions do not have: expected {{expected}}",
    replace: "Replace it with `{{path}}`",
  },
  checkDocument(document, { workspace, report }) {
    if (ARCHIVE.test(document.path)) return;
    const byHome = new Map<string, MachinePath[]>();
    for (const path of findMachinePaths(document)) {
      if (isOfClaimedEntry(path, document, workspace)) continue;
      const others = byHome.get(path.home);
      if (others) others.push(path);
      else byHome.set(path.home, [path]);
    }
    for (const [first, ...others] of byHome.values()) {
      const { text, owner, place } = first!;
      const inside = workspace.references.get(document)?.find((reference) => reference.text === text && reference.resolved)?.resolved;
      const edits: Suggestion["edits"] = inside === undefined ? [] : [{ place, text: inside }];
      report(document, {
        place,
        messageId: "personal",
        data: {
          path: text,
          owner,
          expected: inside === undefined ? "a path from the root of the repository (`git rev-parse --show-toplevel`)" : `\`${inside}\``,
        },
        related: others.map((other) => ({ path: document.path, place: other.place, message: `\`${other.text}\` here, too` })),
        suggestions: inside === undefined ? [] : [{ messageId: "replace" as const, data: { path: inside }, edits }],
      });
    }
  },
});

/** What is kept for the record sends nobody anywhere. */
const ARCHIVE = /(?:^|\/)(?:archived?|archives|old|deprecated|legacy|attic|backups?)\//i;

function isOfClaimedEntry({ place }: MachinePath, document: Document, { boards }: Workspace): boolean {
  const board = boards.find((other) => other.document === document);
  if (!board) return false;
  // An entry's place is its row or item, or else the heading of its section.
  const { start } = spanOf(place);
  const offsets = [start];
  for (let at: Section | undefined = sectionAt(document.sections, start); at; at = at.parent) offsets.push(at.place.start.offset!);
  return board.entries.some(({ state, place: own }) => {
    const span = spanOf(own);
    return state !== undefined && state.group !== "free" && offsets.some((offset) => span.start <= offset && offset < span.end);
  });
}
