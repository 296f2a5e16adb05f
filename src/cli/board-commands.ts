import { quote } from "../nearest.ts";
import { drawDependencies, formatGraph } from "../report/graph.ts";
import { count } from "../report/report.ts";
import { formatStatus, formatStatusJson } from "../report/status.ts";
import { createPaint } from "../report/terminal.ts";
import { readStatus } from "../model/status.ts";
import { UsageError } from "../usage-error.ts";
import type { Invocation } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { printError, printOutput } from "./print.ts";
import type { ExitCode, ReadOutcome, Services, Surroundings } from "./services.ts";

/** Prints the boards as the tool understands them. */
export async function runStatus(
  { board: file, format, color: flag, options }: Extract<Invocation, { command: "status" }>,
  surroundings: Surroundings,
  services: Services,
): Promise<ExitCode> {
  const { cwd, env, stdout } = surroundings;
  const outcome = await services.readWorkspace({ ...options, cwd, file });
  const { workspace, selected } = outcome;
  const boards = workspace.boards.filter(({ document }) => selected.has(document.path));
  if (boards.length === 0) return sayNoBoard(outcome, file, surroundings);
  const color = wantsColor({ flag, env, isTerminal: stdout.isTTY === true });
  const status = readStatus(workspace, boards);
  await printOutput(surroundings, format === "json" ? formatStatusJson(status) : formatStatus(status, createPaint(color)));
  return tellProblems(outcome, surroundings);
}

/** Prints who waits for whom. */
export async function runGraph(
  { format, options }: Extract<Invocation, { command: "graph" }>,
  surroundings: Surroundings,
  services: Services,
): Promise<ExitCode> {
  const outcome = await services.readWorkspace({ ...options, cwd: surroundings.cwd, file: undefined });
  const drawing = drawDependencies(outcome.workspace);
  if (drawing.nodes.length === 0) return sayNoBoard(outcome, undefined, surroundings);
  await printOutput(surroundings, formatGraph(drawing, format));
  return tellProblems(outcome, surroundings);
}

async function sayNoBoard(outcome: ReadOutcome, file: string | undefined, surroundings: Surroundings): Promise<ExitCode> {
  if (outcome.problems.length > 0) return tellProblems(outcome, surroundings);
  const { documents } = outcome.workspace;
  if (file === undefined)
    throw new UsageError(`no board: none of ${count(documents.length, "file")} holds session entries (\`boards\` in .prompt-lint.json names them)`);
  throw new UsageError(`${quote(file)} is no board: no session entries were found in it (\`boards\` in .prompt-lint.json says that it is one)`);
}

async function tellProblems({ problems }: ReadOutcome, surroundings: Surroundings): Promise<ExitCode> {
  for (const { path, message } of problems) await printError(surroundings, path === undefined ? message : `${path}: ${message}`);
  return problems.length > 0 ? 2 : 0;
}
