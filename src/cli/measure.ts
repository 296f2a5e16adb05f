import type { RunObserver } from "../observer.ts";
import type { LintArguments } from "./lint-arguments.ts";
import { progressOn } from "./progress.ts";
import type { Surroundings } from "./services.ts";
import { createStats, describeStats } from "./stats.ts";

/** What is told of a run while it goes on and afterwards. */
export interface Measuring {
  observer: RunObserver;
  endProgress(): void;
  /** How long it took, a line each; with `--stats`. */
  describe: (() => string[]) | undefined;
}

/** `undefined` when nobody wants to know: then nothing is measured. */
export function startMeasuring(
  { stats, progress, watch }: Pick<LintArguments, "stats" | "progress" | "watch">,
  { stderr }: Surroundings,
): Measuring | undefined {
  const shown = progressOn(stderr, progress);
  if (!stats) return shown && { observer: shown.observer, endProgress: shown.end, describe: undefined };
  // The clock starts with the process, which may do this more than once.
  const timed = createStats(() => performance.now(), watch ? performance.now() : 0);
  timed.observer.stageDone("start");
  return {
    observer: shown ? both(timed.observer, shown.observer) : timed.observer,
    endProgress: () => shown?.end(),
    describe() {
      timed.observer.stageDone("report");
      return describeStats(timed.stats);
    },
  };
}

function both(first: RunObserver, second: RunObserver): RunObserver {
  return {
    stageDone(stage) {
      first.stageDone(stage);
      second.stageDone(stage);
    },
    ruleDone(ruleId, milliseconds) {
      first.ruleDone(ruleId, milliseconds);
      second.ruleDone(ruleId, milliseconds);
    },
    fileDone(work, number, of) {
      first.fileDone(work, number, of);
      second.fileDone(work, number, of);
    },
  };
}
