import { escapeTerminal } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { OutputStream, Surroundings } from "./services.ts";
import { describeSystemError } from "./system-error.ts";

/**
 * Writes text that is already safe to standard output. A reader that has left
 * (`| head`) is none of our business; anything else that stops us is a UsageError.
 */
export async function printOutput({ stdout }: Pick<Surroundings, "stdout">, text: string): Promise<void> {
  const error = await write(stdout, text);
  if (error === undefined || READER_GONE.includes(error.code ?? "")) return;
  throw new UsageError(`cannot write to standard output: ${describeSystemError(error)}`, { cause: error });
}

/** Writes a message to standard error, escaped, a line for it and an indented one for each detail. */
export async function printError({ stderr }: Surroundings, message: string, details: readonly string[] = []): Promise<void> {
  const lines = [`prompt-lint: ${escapeTerminal(message)}\n`, ...details.map((detail) => `  ${escapeTerminal(detail)}\n`)];
  // When not even this can be written there is nobody left to tell.
  await write(stderr, lines.join(""));
}

function write(stream: OutputStream, text: string): Promise<NodeJS.ErrnoException | undefined> {
  if (text === "") return Promise.resolve(undefined);
  return new Promise((resolve) => stream.write(text, (error) => resolve(error ?? undefined)));
}

const READER_GONE = ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"];
