import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";
import { describeSystemError } from "./system-error.ts";

export interface CommandToRun {
  command: readonly [string, ...string[]];
  /** For its standard input, which is ours without it. */
  input: string | undefined;
}

/**
 * Runs a command in our place: no shell, its arguments as they are, our standard streams, our signals. Resolves with its exit code,
 * or with 128 and the number of the signal that ended it, as a shell does.
 *
 * @throws {UsageError} when it cannot be started.
 */
export async function runCommand({ command: [name, ...args], input }: CommandToRun): Promise<number> {
  // From here on the signals are the command's, and we live as long as it does.
  const giveBack = takeSignals((signal) => child?.kill(signal));
  let child: ChildProcess | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      child = spawn(name, args, { stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"] });
      child.on("error", reject);
      child.on("exit", (code, signal) => resolve(code ?? SIGNAL_BASE + (signal ? constants.signals[signal] : 0)));
      // Whether it reads what it is given is up to the command.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
  } catch (error) {
    throw new UsageError(`cannot start ${quote(name)}: ${describeFailure(name, error)}`, { cause: error });
  } finally {
    giveBack();
  }
}

const SIGNAL_BASE = 128;

/** Those that somebody sends to end a program or to tell it something, and that can be caught. */
const SIGNALS: readonly NodeJS.Signals[] = process.platform === "win32" ? ["SIGINT", "SIGBREAK"] : ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR2"];
/** What a terminal sends to all programs in its foreground, so that the command has it already. */
const KEYS: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT", "SIGBREAK"];

/** Sends signals on, and to nobody else; the function that comes back ends that. */
function takeSignals(sendOn: (signal: NodeJS.Signals) => void): () => void {
  const isOnTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  const taken = SIGNALS.map((signal) => {
    const others = process.listeners(signal);
    const listener = () => {
      if (!(isOnTerminal && KEYS.includes(signal))) sendOn(signal);
    };
    process.removeAllListeners(signal);
    process.on(signal, listener);
    return { signal, listener, others };
  });
  return () => {
    for (const { signal, listener, others } of taken) {
      process.off(signal, listener);
      for (const other of others) process.on(signal, other);
    }
  };
}

/**
 * On Windows a `.cmd` is run by a shell only, which reads the arguments once more: we start none.
 *
 * <https://nodejs.org/en/blog/vulnerability/april-2024-security-releases-2>
 */
function describeFailure(name: string, error: unknown): string {
  const reason = describeSystemError(error);
  if (process.platform !== "win32" || name.toLowerCase().endsWith(".exe")) return reason;
  return `${reason}; a .cmd or .bat needs a shell, and none is started here: name the program itself, as in \`node script.js\``;
}
