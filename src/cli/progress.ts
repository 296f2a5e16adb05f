import type { RunObserver } from "../observer.ts";
import type { OutputStream } from "./services.ts";

/** Shows on a terminal how far a long run is, in one line that is gone in the end. */
export interface Progress {
  observer: RunObserver;
  /** Takes the line away. */
  end(): void;
}

/** `now` in milliseconds; what takes less than a second shows nothing. */
export function createProgress({ write, columns = DEFAULT_COLUMNS }: Terminal, now: () => number, since = 0): Progress {
  let shown = "";
  let last = since;
  const show = (text: string) => {
    const time = now();
    if (time - since < QUIET_TIME || time - last < PAUSE || text === shown) return;
    last = time;
    shown = text.slice(0, columns - 1);
    write(`${CLEAR_LINE}${shown}`);
  };
  return {
    observer: {
      stageDone() {},
      ruleDone() {},
      fileDone: (work, number, of) => show(`${work}: ${number} of ${of}`),
    },
    end() {
      if (shown !== "") write(CLEAR_LINE);
      shown = "";
    },
  };
}

interface Terminal {
  write(text: string): void;
  /** Cells of a line. */
  columns?: number | undefined;
}

/** A progress for this run, where somebody looks at it. */
export function progressOn(stderr: OutputStream, wanted: boolean): Progress | undefined {
  if (!wanted || stderr.isTTY !== true) return undefined;
  const now = () => performance.now();
  return createProgress({ write: (text) => void stderr.write(text, () => {}), columns: stderr.columns }, now, now());
}

const DEFAULT_COLUMNS = 80;
const QUIET_TIME = 1000;
const PAUSE = 100;
const CLEAR_LINE = "\r\u001B[2K";
