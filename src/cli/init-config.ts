import { resolve } from "node:path";
import type { Writable } from "node:stream";
import { DEFAULT_PRESET } from "../config/presets.ts";
import { canBeListed, writeConfigFile, type ConfigWishes } from "../init/config.ts";
import { PLAN_DEFAULTS } from "../init/plan.ts";
import { escapeTerminal } from "../report/terminal.ts";
import { count } from "../report/report.ts";
import { UsageError } from "../usage-error.ts";
import type { InitArguments } from "./init-arguments.ts";
import { printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";
import { rejectExisting, writeNewFiles } from "./write-new-files.ts";

/** Writes a config for the prompts and boards that are there, and nothing else. */
export async function runInitConfig(options: InitArguments, surroundings: Surroundings, services: Services): Promise<void> {
  const folder = resolve(surroundings.cwd, options.dir ?? ".");
  rejectExisting(folder, [CONFIG_FILE]);
  const found = await lookAround(folder, options, services);
  const wishes = options.yes ? found : await ask(found, options, surroundings);
  if (wishes === undefined) throw new UsageError("stopped: nothing was written");
  writeNewFiles(folder, [{ path: CONFIG_FILE, text: writeConfigFile(wishes) }]);
  await printOutput(surroundings, `${describe(wishes).map(escapeTerminal).join("\n")}\n`);
}

const CONFIG_FILE = ".prompt-lint.json";

/** What the tool takes for prompts and boards, but for what options have said. */
async function lookAround(folder: string, { preset, prompt, board, blockers }: InitArguments, services: Services): Promise<ConfigWishes> {
  const { workspace, problems } = await services.readWorkspace({
    cwd: folder,
    root: folder,
    configFile: undefined,
    preset: undefined,
    rules: {},
    file: undefined,
  });
  const [problem] = problems;
  if (problem) throw new UsageError(`not everything could be read: ${problem.path === undefined ? "" : `${problem.path}: `}${problem.message}`);
  const listed = (paths: string[]) => (canBeListed(paths) ? paths : []);
  return {
    preset: preset ?? DEFAULT_PRESET,
    prompts: prompt === undefined ? listed(workspace.prompts.map(({ document }) => document.path)) : [prompt],
    boards: board === undefined ? listed(workspace.boards.map(({ document }) => document.path)) : [board],
    blockers: blockers ?? (workspace.files.hasFile(PLAN_DEFAULTS.blockers) ? PLAN_DEFAULTS.blockers : undefined),
  };
}

async function ask(found: ConfigWishes, options: InitArguments, { stdin, stdout }: Surroundings): Promise<ConfigWishes | undefined> {
  if (!(stdin as { isTTY?: boolean }).isTTY || !stdout.isTTY) {
    throw new UsageError("`init` asks on a terminal, and this is none: say `--yes` to take what is found, as in `prompt-lint init --config-only --yes`");
  }
  return (await import("./init-questions.ts")).askConfig(found, options, { input: stdin, output: stdout as unknown as Writable });
}

function describe({ prompts, boards, preset }: ConfigWishes): string[] {
  const kinds = [
    { noun: "prompt", paths: prompts },
    { noun: "board", paths: boards },
  ];
  return [
    `wrote ${CONFIG_FILE}: preset ${preset}`,
    ...kinds.flatMap(({ noun, paths }) =>
      paths.length === 0 ? [`  ${noun}s: names and content decide`] : [`  ${count(paths.length, noun)}, and no other file is one: ${paths.join(", ")}`],
    ),
    "Next: npx prompt-lint",
  ];
}
