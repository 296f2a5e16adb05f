import type { Readable } from "node:stream";
import { decodeText } from "../read/decode.ts";
import { DEFAULT_MAX_FILE_SIZE } from "../read/read-files.ts";
import { UsageError } from "../usage-error.ts";
import { describeSystemError } from "./system-error.ts";

/** What is piped in, in place of a file of the workspace. */
export async function takeStdin(stdin: Readable, path = STDIN_NAME, { acceptsNothing = false } = {}): Promise<{ path: string; text: string }> {
  const text = await readStdin(stdin, DEFAULT_MAX_FILE_SIZE);
  // A command that failed in front of the pipe must not look like a clean prompt.
  if (text === "" && !acceptsNothing) throw new UsageError("standard input is empty (`--pass-on-no-files` accepts that)");
  return { path, text };
}

/** How what is piped in is called without `--stdin-filename`. */
const STDIN_NAME = "stdin.md";

/** What is piped in, at most `limit` bytes of it: it may never end. */
async function readStdin(stdin: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > limit) throw new UsageError(`standard input is larger than ${limit} bytes`);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read standard input: ${describeSystemError(error)}`, { cause: error });
  }
  const { text, reason } = decodeText(Buffer.concat(chunks));
  if (text === undefined) throw new UsageError(`standard input ${reason}`);
  return text;
}
