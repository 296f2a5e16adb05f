import { z } from "zod";
import type { Document } from "../document.ts";
import { spanOf } from "../parse/prose.ts";
import type { Workspace } from "../workspace.ts";
import { fieldOf, type Board, type FieldName } from "./board.ts";
import { boardsOf } from "./prompt-boards.ts";
import type { Prompt } from "./prompt.ts";

/** Where rehearsals are recorded, from the root of the workspace. */
export const REHEARSAL_FILE = ".prompt-lint/rehearsal.json";

const hashedFile = z.strictObject({
  path: z.string().min(1).meta({ description: "Where it was, from the root; the content alone decides whether it is the same" }),
  content: z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]),
});

/** What `.prompt-lint/rehearsal.json` holds: how one session fared with a prompt, before the others got it. */
export const rehearsalFileSchema = z.strictObject({
  version: z.literal(1),
  rehearsals: z.array(
    z.strictObject({
      time: z.iso.datetime({ offset: true }),
      /** By `promptContent`. */
      prompt: hashedFile,
      /** By `boardContent`. */
      boards: z.array(hashedFile),
      /** The entry that the session took; `null` when it took none. */
      session: z.string().min(1).nullable(),
      claimed: z.boolean(),
      completed: z.boolean(),
      /** Whether the entry said so in the end. */
      statusComplete: z.boolean(),
      /** What it wrote down as a blocker. */
      blockers: z.array(z.string()),
    }),
  ),
});

export type RehearsalRecord = z.output<typeof rehearsalFileSchema>["rehearsals"][number];

/** How a prompt fared with one session. */
export type Rehearsal =
  | ({ type: "rehearsed"; origin: { time: string } | { board: Board } } & Omit<RehearsalRecord, "time" | "prompt" | "boards">)
  /** `why` is a clause: «no session has claimed since …». */
  | { type: "unrehearsed"; why: string }
  /** To stand behind "as". */
  | { type: "unknown"; reason: string };

/** What can be asked about rehearsals. */
export interface RehearsalFacts {
  of(prompt: Prompt, workspace: Workspace): Rehearsal;
}

/**
 * What of a prompt a rehearsal is of: its text. Of a status file that is a
 * prompt as well, what stands around the entries, as these change with every run.
 */
export function promptContent({ source: { text } }: Document, board: Board | undefined): string {
  const unix = (part: string) => part.replace(/\r\n/g, "\n");
  if (!board) return unix(text);
  let content = "";
  let at = 0;
  for (const { extent } of board.entries) {
    const { start, end } = spanOf(extent);
    if (start > at) content += text.slice(at, start);
    at = Math.max(at, end);
  }
  return unix(content + text.slice(at));
}

/**
 * What of a status file a rehearsal is of: which sessions there are, and what
 * each is given. States, claims and notes are left out, as they change with every run.
 */
export function boardContent({ entries }: Board): string {
  return JSON.stringify(entries.map((entry) => [entry.id, ...GIVEN.map((name) => fieldOf(entry, name)?.value ?? "")]));
}

const GIVEN: readonly FieldName[] = ["repository", "branch", "outputFile", "missionFile", "dependencies"];

/** The contents that a record of a prompt's rehearsal is compared with. */
export function rehearsedContents(prompt: Prompt, workspace: Workspace): { prompt: string; boards: string[] } {
  const boards = boardsOf(prompt, workspace);
  const own = boards.find(({ document }) => document === prompt.document);
  return { prompt: promptContent(prompt.document, own), boards: boards.map(boardContent) };
}

/** The newest record of just this prompt and these status files. */
export function findRecord(
  prompt: Prompt,
  workspace: Workspace,
  { records, hashOf }: { records: readonly RehearsalRecord[]; hashOf: (content: string) => string | undefined },
): RehearsalRecord | undefined {
  if (records.length === 0) return undefined;
  const contents = rehearsedContents(prompt, workspace);
  const wanted = [hashOf(contents.prompt), ...contents.boards.map(hashOf).sort()].join();
  const matching = records.filter((record) => [record.prompt.content, ...record.boards.map(({ content }) => content).sort()].join() === wanted);
  return matching.sort((a, b) => Date.parse(b.time) - Date.parse(a.time))[0];
}
