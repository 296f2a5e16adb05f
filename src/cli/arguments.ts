import { Command, CommanderError } from "commander";
import { quote, suggestNearest } from "../nearest.ts";
import { CHECKLIST_FORMATS, type ChecklistFormatName } from "../report/formatters.ts";
import type { GraphFormat } from "../report/graph.ts";
import { UsageError } from "../usage-error.ts";
import {
  addColorOptions,
  addConfigOptions,
  NO_PLUGINS,
  OTHER,
  parseChoice,
  toConfigArguments,
  type ConfigArguments,
  type ConfigFlags,
} from "./config-arguments.ts";
import { addGateOptions, toGateArguments, type GateArguments, type GateFlags } from "./gate-arguments.ts";
import { addInitOptions, toInitArguments, type InitArguments, type InitFlags } from "./init-arguments.ts";
import { addLintOptions, toLintArguments, type LintArguments, type LintFlags } from "./lint-arguments.ts";
import {
  CHECKLIST_MANUAL,
  COMPLETION_MANUAL,
  CONFIG_MANUAL,
  GATE_MANUAL,
  GRAPH_MANUAL,
  INIT_MANUAL,
  LINT_MANUAL,
  MERGE_MANUAL,
  STATUS_MANUAL,
  SUMMARIES,
} from "./manual.ts";
import { addMergeOptions, toMergeArguments, type MergeArguments, type MergeFlags } from "./merge-arguments.ts";
import { SHELLS, type Shell } from "./shells.ts";

/** What a command line asks for. */
export type Invocation =
  | { command: "lint"; options: LintArguments }
  | { command: "rules"; format: "text" | "json"; color: boolean | undefined; noPlugins?: boolean }
  | { command: "explain"; rules: readonly string[]; color: boolean | undefined; noPlugins?: boolean }
  | { command: "checklist"; options: ChecklistArguments }
  | { command: "gate"; options: GateArguments }
  | { command: "merge"; options: MergeArguments }
  | { command: "config"; file: string | undefined; options: ConfigArguments }
  | { command: "status"; board: string | undefined; format: "text" | "json"; color: boolean | undefined; options: ConfigArguments }
  | { command: "graph"; format: GraphFormat; options: ConfigArguments }
  | { command: "init"; options: InitArguments }
  | { command: "completion"; shell: Shell }
  /** `--help` and `help`; `--version` has no text yet. */
  | { command: "help"; text: string }
  | { command: "version" };

export interface ChecklistArguments extends ConfigArguments {
  /** A plain name, no glob; without it the prompts that set several sessions to work. */
  prompt: string | undefined;
  format: ChecklistFormatName;
  color: boolean | undefined;
}

export const COMMANDS = ["lint", "checklist", "gate", "merge", "rules", "explain", "config", "status", "graph", "init", "completion", "help"] as const;

/** `argv` is without the program itself. Throws a UsageError for what cannot be meant. */
export function parseArguments(argv: readonly string[], helpColumns: number): Invocation {
  const dashes = argv.indexOf("--");
  const before = dashes < 0 ? [...argv] : argv.slice(0, dashes);
  const literalPaths = dashes < 0 ? [] : argv.slice(dashes + 1);

  let invocation: Invocation | undefined;
  let helpText = "";
  const program = createProgram(literalPaths, (asked) => (invocation = asked));
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({ writeOut: (text) => (helpText += text), writeErr: () => {}, getOutHelpWidth: () => helpColumns, getOutHasColors: () => false });
  }
  rejectMissingValues(program, before);
  try {
    program.parse(before, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.version") return { command: "version" };
    if (helpText !== "") return { command: "help", text: helpText };
    if (error.code === "commander.help") throw new UsageError(unknownCommand(before.at(-1)!));
    throw new UsageError(describeCommanderError(error));
  }
  return invocation!;
}

/** Commander's view of the command line; `found` gets what is asked for. */
export function createProgram(literalPaths: readonly string[], found: (invocation: Invocation) => void): Command {
  const program = new Command("prompt-lint");
  const lint = (paths: string[], flags: LintFlags) => found({ command: "lint", options: toLintArguments(paths, literalPaths, flags) });
  const rejectLiterals = (command: string) => {
    if (literalPaths.length > 0) throw new UsageError(`\`${command}\` takes no paths behind \`--\``);
  };
  const rejectEarlyOptions = (command: string) => {
    const early = program.options.find((option) => program.getOptionValueSource(option.attributeName()) === "cli");
    if (early) throw new UsageError(`options of \`${command}\` stand behind it: \`prompt-lint ${command} ${early.long}\``);
  };

  program.usage("[command] [options] [paths…]").description(SUMMARIES.program).enablePositionalOptions();
  addLintOptions(program.argument("[paths...]", SUMMARIES.paths)).action(lint);
  program.optionsGroup(OTHER).version("", "-V, --version", "print the version").helpOption("-h, --help", "print this manual").addHelpText("after", LINT_MANUAL);
  program.helpCommand("help [command]", SUMMARIES.help);

  addLintOptions(program.command("lint").description(SUMMARIES.lint).argument("[paths...]", SUMMARIES.paths))
    .action((paths: string[], flags: LintFlags) => {
      rejectEarlyOptions("lint");
      lint(paths, flags);
    })
    .addHelpText("after", LINT_MANUAL);

  addColorOptions(
    addConfigOptions(program.command("checklist").description(SUMMARIES.checklist).argument("[prompt]", SUMMARIES.prompt))
      .optionsGroup("Report:")
      .option(
        "-f, --format <format>",
        "`text`, `json` or `markdown`, to paste into a pull request",
        parseChoice("format", Object.keys(CHECKLIST_FORMATS) as ChecklistFormatName[]),
        "text",
      ),
  )
    .action((prompt: string | undefined, { format, color, ...flags }: ConfigFlags & { format: ChecklistFormatName; color?: boolean }) => {
      rejectEarlyOptions("checklist");
      const prompts = [...(prompt === undefined ? [] : [prompt]), ...literalPaths];
      if (prompts.length > 1) throw new UsageError(`\`checklist\` takes one prompt, got ${prompts.length}`);
      found({ command: "checklist", options: { ...toConfigArguments(flags), prompt: prompts[0], format, color } });
    })
    .addHelpText("after", CHECKLIST_MANUAL);

  const gate = program.command("gate").description(SUMMARIES.gate).argument("<prompt>", SUMMARIES.gatePrompt).allowExcessArguments();
  addGateOptions(gate.usage("[options] <prompt> -- <command> [arguments…]"))
    .action((_: string, flags: GateFlags) => {
      rejectEarlyOptions("gate");
      found({ command: "gate", options: toGateArguments(gate.args, literalPaths, flags) });
    })
    .addHelpText("after", GATE_MANUAL);

  addMergeOptions(program.command("merge").description(SUMMARIES.merge).argument("<parts...>", SUMMARIES.parts))
    .action((parts: string[], flags: MergeFlags) => {
      rejectEarlyOptions("merge");
      found({ command: "merge", options: toMergeArguments([...parts, ...literalPaths], flags) });
    })
    .addHelpText("after", MERGE_MANUAL);

  addColorOptions(
    program
      .command("rules")
      .description(SUMMARIES.rules)
      .option("-f, --format <format>", "`text` or `json`", parseChoice("format", ["text", "json"]), "text")
      .option(...NO_PLUGINS),
  ).action(({ format, color, plugins = true }: { format: "text" | "json"; color?: boolean; plugins?: boolean }) => {
    rejectEarlyOptions("rules");
    rejectLiterals("rules");
    found({ command: "rules", format, color, ...(!plugins && { noPlugins: true }) });
  });

  addColorOptions(
    program
      .command("explain")
      .description(SUMMARIES.explain)
      .argument("[rule...]", "ids, as findings name them, or numbers of checklist items")
      .option(...NO_PLUGINS),
  ).action((rules: string[], { color, plugins = true }: { color?: boolean; plugins?: boolean }) => {
    rejectEarlyOptions("explain");
    rejectLiterals("explain");
    if (rules.length === 0) {
      throw new UsageError(
        "`explain` needs a rule, or the number of a checklist item: `prompt-lint explain unbounded-wait`, `prompt-lint explain 14` (`prompt-lint rules` lists the rules)",
      );
    }
    found({ command: "explain", rules, color, ...(!plugins && { noPlugins: true }) });
  });

  addConfigOptions(program.command("config").description(SUMMARIES.config).argument("[file]", "a file of the workspace; without one, the workspace itself"))
    .action((file: string | undefined, flags: ConfigFlags) => {
      rejectEarlyOptions("config");
      const files = [...(file === undefined ? [] : [file]), ...literalPaths];
      if (files.length > 1) throw new UsageError(`\`config\` takes one file, got ${files.length}`);
      found({ command: "config", file: files[0], options: toConfigArguments(flags) });
    })
    .addHelpText("after", CONFIG_MANUAL);

  addColorOptions(
    addConfigOptions(
      program
        .command("status")
        .description(SUMMARIES.status)
        .argument("[board]", "a board of the workspace; without one, all of them")
        .option("-f, --format <format>", "`text` or `json`", parseChoice("format", ["text", "json"]), "text"),
    ).optionsGroup(OTHER),
  )
    .action((board: string | undefined, { format, color, ...flags }: ConfigFlags & { format: "text" | "json"; color?: boolean }) => {
      rejectEarlyOptions("status");
      const boards = [...(board === undefined ? [] : [board]), ...literalPaths];
      if (boards.length > 1) throw new UsageError(`\`status\` takes one board, got ${boards.length}`);
      found({ command: "status", board: boards[0], format, color, options: toConfigArguments(flags) });
    })
    .addHelpText("after", STATUS_MANUAL);

  addConfigOptions(
    program
      .command("graph")
      .description(SUMMARIES.graph)
      .option("-f, --format <format>", GRAPH_FORMATS.map((format) => `\`${format}\``).join(", "), parseChoice("format", GRAPH_FORMATS), "mermaid")
      .allowExcessArguments(),
  )
    .action(({ format, ...flags }: ConfigFlags & { format: GraphFormat }, { args }: Command) => {
      rejectEarlyOptions("graph");
      rejectLiterals("graph");
      if (args.length > 0) {
        throw new UsageError(
          "`graph` is of the whole workspace and takes no file: `--root` names another workspace, and `prompt-lint status <board>` prints one board",
        );
      }
      found({ command: "graph", format, options: toConfigArguments(flags) });
    })
    .addHelpText("after", GRAPH_MANUAL);

  addInitOptions(program.command("init").description(SUMMARIES.init))
    .action((flags: InitFlags) => {
      rejectEarlyOptions("init");
      rejectLiterals("init");
      found({ command: "init", options: toInitArguments(flags) });
    })
    .addHelpText("after", INIT_MANUAL);

  program
    .command("completion")
    .description(SUMMARIES.completion)
    .argument("<shell>", SHELLS.join(", "), parseChoice("shell", SHELLS))
    .action((shell: Shell) => {
      rejectEarlyOptions("completion");
      rejectLiterals("completion");
      found({ command: "completion", shell });
    })
    .addHelpText("after", COMPLETION_MANUAL);
  return program;
}

const GRAPH_FORMATS = ["mermaid", "dot", "json"] as const satisfies readonly GraphFormat[];

export function unknownCommand(name: string): string {
  return `unknown command ${quote(name)}${suggestNearest(name, COMMANDS)}`;
}

/** Commander takes whatever follows as the value, also the next option. */
function rejectMissingValues(program: Command, argv: readonly string[]) {
  const options = [program, ...program.commands].flatMap((command) => command.options).filter(({ required }) => required);
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index]!;
    const isEmpty = options.some(({ long }) => argument === `${long}=`);
    const option = options.find(({ long, short }) => argument === long || argument === short);
    const value = argv[index + 1];
    if (isEmpty) throw new UsageError(`\`${argument.slice(0, -1)}\` needs a value`);
    if (!option) continue;
    if (value === undefined || value === "") throw new UsageError(`\`${argument}\` needs a value: \`${option.flags}\``);
    if (value.startsWith("-") && value !== "-") {
      throw new UsageError(`\`${argument}\` needs a value, got ${quote(value)}; a value that starts with a dash is written \`${option.long}=…\``);
    }
    index++;
  }
}

/** Commander's words as ours; its own suggestion is kept. */
function describeCommanderError({ message }: CommanderError): string {
  const near = /\n\(Did you mean (.*)\?\)$/.exec(message);
  const problem = (near ? message.slice(0, near.index) : message).replace(/^error: /, "").replaceAll("'", '"');
  return problem + (near ? `, did you mean "${near[1]}"?` : "");
}
