import { findPlace } from "../cache/place.ts";
import { recordWorld } from "../cache/record.ts";
import { clockAt } from "../model/clock.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { whatIsAsked } from "../report/formatters.ts";
import { toPartial } from "../shard/partial.ts";
import type { Shard } from "../shard/split.ts";
import type { LintArguments } from "./lint-arguments.ts";
import { printError, printOutput } from "./print.ts";
import type { ExitCode, LintRequest, Services, Surroundings } from "./services.ts";
import { describeRun } from "./tell.ts";
import { describeTrouble } from "./trouble.ts";

interface ShardToRun {
  shard: Shard;
  options: Pick<LintArguments, "outputs">;
  request: LintRequest;
}

/** Lints a part of the files and writes what `merge` needs of it. Exit code 0 when that could be done, whatever was found. */
export async function runShard({ shard, options, request }: ShardToRun, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  const cwd = nodeFileSystem.realPath(request.cwd) ?? request.cwd;
  const place = findPlace(nodeFileSystem, cwd, request.root);
  const { fs, clock, trace } = recordWorld({ fs: nodeFileSystem, clock: clockAt(Date.now()), place });
  const outcome = await services.lint({ ...request, shard, fs, clock });
  const checklists = options.outputs.some(({ format }) => whatIsAsked(format) !== undefined);
  const partial = toPartial({ outcome, request, shard, program: await services.nameProgram(), place, checklists, trace });
  const text = `${JSON.stringify(partial)}\n`;
  const [output] = options.outputs;
  if (output?.file === undefined) await printOutput(surroundings, text);
  else (await import("./write-file.ts")).writeReportFile(surroundings.cwd, output.file, text);
  const trouble = describeTrouble(outcome);
  for (const message of [...trouble, `part ${shard.index} of ${shard.count}: ${describeRun(outcome)}`]) await printError(surroundings, message);
  return trouble.length > 0 ? 2 : 0;
}
