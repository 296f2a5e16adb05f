import { median, type Figures } from "./figures.ts";
import type { Place } from "./lay-out.ts";
import { measure, type Run } from "./measure.ts";
import type { Tool } from "./tools.ts";

export interface RoundOptions {
  rounds: number;
  /** Seconds after which a peer is stopped. */
  deadline: number;
  /** Seconds of all runs of a tool at one size after which it takes part in no other round. */
  budget: number;
  /** Told of each run. */
  onRun?: (tool: Tool, run: Run) => void;
}

/** Of the deadline of a peer, for this tool itself. */
const OWN_DEADLINES = 10;

/** Runs all tools, one after the other, then all again: what else the machine does meets all alike. */
export async function runRounds(tools: readonly Tool[], place: Place, { rounds, deadline, budget, onRun }: RoundOptions): Promise<Map<string, Figures>> {
  const runs = new Map<string, Run[]>(tools.map(({ name }) => [name, []]));
  const run = async (tool: Tool, memory: boolean) => {
    const done = await measure(tool.command(place), { deadline: tool.isOurs ? deadline * OWN_DEADLINES : deadline, memory, scratch: place.cache });
    onRun?.(tool, done);
    return done;
  };

  for (const tool of tools) if (tool.warm) await run(tool, false);
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) {
      const before = runs.get(tool.name)!;
      if (before.some(isStopped) || before.reduce((sum, { wall }) => sum + wall, 0) > budget) continue;
      before.push(await run(tool, false));
    }
  }
  // By itself and last: to look at the memory of a process takes time, a little of it from the process.
  const peaks = new Map<string, number | undefined>();
  for (const tool of tools) if (!runs.get(tool.name)!.some(isStopped)) peaks.set(tool.name, (await run(tool, true)).memory);
  return new Map(tools.map(({ name, statuses }) => [name, summarise(runs.get(name)!, { statuses, memory: peaks.get(name) })]));
}

/** Of a tool that was stopped only the run counts in which it was. */
export function summarise(runs: readonly Run[], { statuses, memory }: { statuses: readonly number[]; memory: number | undefined }): Figures {
  const stopped = runs.find(isStopped);
  const failed = runs.find(({ status }) => status !== undefined && !statuses.includes(status));
  const seconds = (stopped === undefined ? runs : [stopped]).map(({ cpu }) => cpu);
  return {
    median: median(seconds),
    minimum: Math.min(...seconds),
    rounds: runs.length,
    stopped: stopped !== undefined,
    lines: runs[0]!.lines,
    ...(memory === undefined ? {} : { memory }),
    ...(failed === undefined ? {} : { failure: `ended with ${failed.status}: ${failed.lastLine}` }),
  };
}

function isStopped({ status }: Run): boolean {
  return status === undefined;
}
