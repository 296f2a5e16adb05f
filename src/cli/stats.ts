import { STAGES, type RunObserver, type Stage } from "../observer.ts";

/** How long the parts of a run took, in milliseconds. */
export interface Stats {
  stages: ReadonlyMap<Stage, number>;
  rules: ReadonlyMap<string, number>;
}

/** The clock runs from the start of the process, which is the first stage, or from `since`. */
export function createStats(now: () => number, since = 0): { stats: Stats; observer: RunObserver } {
  const stages = new Map<Stage, number>();
  const rules = new Map<string, number>();
  let last = since;
  const add = <Key>(times: Map<Key, number>, key: Key, time: number) => times.set(key, (times.get(key) ?? 0) + time);
  const observer: RunObserver = {
    stageDone(stage) {
      const time = now();
      add(stages, stage, time - last);
      last = time;
    },
    ruleDone(ruleId, milliseconds) {
      add(rules, ruleId, milliseconds);
    },
    fileDone() {},
  };
  return { stats: { stages, rules }, observer };
}

/** A line for each stage, then for each rule, the slowest first. */
export function describeStats({ stages, rules }: Stats): string[] {
  const total = sum(stages.values());
  const line = (time: number, name: string) => `${time.toFixed(1).padStart(TIME_WIDTH)} ms  ${name}`;
  const slowest = [...rules].sort(([first, a], [second, b]) => b - a || (first < second ? -1 : 1));
  return [
    ...STAGES.flatMap((stage) => (stages.has(stage) ? [line(stages.get(stage)!, stage)] : [])),
    line(total, "together"),
    ...slowest.map(([ruleId, time]) => line(time, `rule ${ruleId}`)),
  ];
}

const TIME_WIDTH = 9;

function sum(times: Iterable<number>): number {
  let total = 0;
  for (const time of times) total += time;
  return total;
}
