import { firstIssueOf } from "../message-of.ts";
import { rehearsalFileSchema, REHEARSAL_FILE, type RehearsalRecord } from "../model/rehearsal.ts";
import { decodeText } from "./decode.ts";
import { describeRefusal, isAnswer, type FileSystem, type ReadProblem } from "./file-system.ts";
import { joinPath } from "./paths.ts";

/** The rehearsals on record; a problem where there is a record that cannot be read. */
export function readRehearsalRecords(fs: FileSystem, root: string): { records: readonly RehearsalRecord[]; problem?: ReadProblem } {
  const bytes = fs.read(joinPath(root, REHEARSAL_FILE), MAX_RECORD_BYTES);
  if (bytes === "missing") return { records: [] };
  const refuse = (message: string) => ({ records: [], problem: { path: REHEARSAL_FILE, message } });
  if (!isAnswer(bytes)) return refuse(describeRefusal(bytes, REHEARSAL_FILE, "file", MAX_RECORD_BYTES));
  const { text, reason } = decodeText(bytes);
  if (text === undefined) return refuse(reason);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("is no JSON: expected what a rehearsal has written, or no file");
  }
  const parsed = rehearsalFileSchema.safeParse(value);
  if (parsed.success) return { records: parsed.data.rehearsals };
  const { at, message } = firstIssueOf(parsed.error);
  return refuse(`is no record of rehearsals: ${message} at ${at || "the top"}`);
}

/** The SHA-256 of a text as UTF-8, as records write it. */
export async function hashText(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `sha256:${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

const MAX_RECORD_BYTES = 1024 * 1024;
