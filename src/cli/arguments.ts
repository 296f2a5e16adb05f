import { Command, CommanderError } from "commander";
import { PRESETS, type Preset } from "../config/presets.ts";
import type { Level } from "../config/config-file.ts";
import { quote, suggestNearest } from "../nearest.ts";
import { CHECKLIST_FORMATS, FORMATS, type ChecklistFormatName, type FormatName } from "../report/formatters.ts";
import type { GraphFormat } from "../report/graph.ts";
import { UsageError } from "../usage-error.ts";
import { addInitOptions, toInitArguments, type InitArguments, type InitFlags } from "./init-arguments.ts";
import { CHECKLIST_MANUAL, CONFIG_MANUAL, GRAPH_MANUAL, INIT_MANUAL, LINT_MANUAL, STATUS_MANUAL, SUMMARIES } from "./manual.ts";

/** What a command line asks for. */
export type Invocation =
  | { command: "lint"; options: LintArguments }
  | { command: "rules"; format: "text" | "json"; color: boolean | undefined }
  | { command: "explain"; rule: string; color: boolean | undefined }
  | { command: "checklist"; options: ChecklistArguments }
  | { command: "config"; file: string | undefined; options: ConfigArguments }
  | { command: "status"; board: string | undefined; format: "text" | "json"; color: boolean | undefined; options: ConfigArguments }
  | { command: "graph"; format: GraphFormat; options: ConfigArguments }
  | { command: "init"; options: InitArguments }
  /** `--help` and `help`; `--version` has no text yet. */
  | { command: "help"; text: string }
  | { command: "version" };

export interface ConfigArguments {
  root: string | undefined;
  configFile: string | undefined;
  preset: Preset | undefined;
  /** Levels by rule id; whether there is such a rule is not checked yet. */
  rules: Record<string, Level>;
}

export interface LintArguments extends ConfigArguments {
  /** Files, folders and globs. */
  paths: string[];
  /** What stood behind `--`: never an option, a glob or `-`. */
  literalPaths: string[];
  stdin: boolean;
  stdinFilename: string | undefined;
  outputs: Output[];
  maxWarnings: number | undefined;
  engine: Engine | undefined;
  color: boolean | undefined;
  quiet: boolean;
  verbose: boolean;
  passOnNoFiles: boolean;
  reportUnusedDisableDirectives: boolean;
}

export interface ChecklistArguments extends ConfigArguments {
  /** A plain name, no glob; without it the prompts that set several sessions to work. */
  prompt: string | undefined;
  format: ChecklistFormatName;
  color: boolean | undefined;
}

export interface Output {
  format: FormatName;
  /** Where to write it, as given; standard output without. */
  file: string | undefined;
}

// Not taken from the schema, which loads zod and every rule.
const RULE_LEVELS = ["off", "info", "warn", "warning", "error"] as const satisfies readonly Level[];

const ENGINES = ["auto", "portable"] as const;
export type Engine = (typeof ENGINES)[number];

export const COMMANDS = ["lint", "checklist", "rules", "explain", "config", "status", "graph", "init", "help"] as const;

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

function createProgram(literalPaths: readonly string[], found: (invocation: Invocation) => void): Command {
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

  addColorOptions(
    program
      .command("rules")
      .description(SUMMARIES.rules)
      .option("-f, --format <format>", "`text` or `json`", parseChoice("format", ["text", "json"]), "text"),
  ).action(({ format, color }: { format: "text" | "json"; color?: boolean }) => {
    rejectEarlyOptions("rules");
    rejectLiterals("rules");
    found({ command: "rules", format, color });
  });

  addColorOptions(program.command("explain").description(SUMMARIES.explain).argument("<rule>", "its id, as findings name it")).action(
    (rule: string, { color }: { color?: boolean }) => {
      rejectEarlyOptions("explain");
      rejectLiterals("explain");
      found({ command: "explain", rule, color });
    },
  );

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
      .option("-f, --format <format>", GRAPH_FORMATS.map((format) => `\`${format}\``).join(", "), parseChoice("format", GRAPH_FORMATS), "mermaid"),
  )
    .action(({ format, ...flags }: ConfigFlags & { format: GraphFormat }) => {
      rejectEarlyOptions("graph");
      rejectLiterals("graph");
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
  return program;
}

const GRAPH_FORMATS = ["mermaid", "dot", "json"] as const satisfies readonly GraphFormat[];

const OTHER = "Other:";

interface ConfigFlags {
  root?: string;
  config?: string;
  preset?: Preset;
  rule?: [string, Level][];
}

interface LintFlags extends ConfigFlags {
  stdin?: true;
  stdinFilename?: string;
  engine?: Engine;
  format?: Output[];
  outputFile?: string;
  quiet?: true;
  maxWarnings?: number;
  color?: boolean;
  verbose?: true;
  passOnNoFiles?: true;
  reportUnusedDisableDirectives?: true;
}

function addConfigOptions(command: Command): Command {
  return command
    .optionsGroup("Config:")
    .option("-c, --config <file>", "this config and no other, in place of the nearest .prompt-lint.json")
    .option("--preset <name>", `start from ${PRESETS.join(", ")}, whatever the config extends`, parseChoice("preset", PRESETS))
    .option("--rule <id:severity>", "set a rule off, info, warning or error; repeatable", parseRule)
    .option("--root <folder>", "the workspace, in place of the repository or folder around");
}

function addLintOptions(command: Command): Command {
  addConfigOptions(
    command
      .optionsGroup("Input:")
      .option("--stdin", "lint what is piped in, as `-` in place of a path does")
      .option("--stdin-filename <file>", "the name in the workspace of what is piped in")
      .option("--pass-on-no-files", "exit 0 when there is nothing to lint")
      .option("--engine <name>", "read markdown with `auto`, the fastest there is, or `portable`, all JavaScript", parseChoice("engine", ENGINES))
      .option("--no-cache", "accepted for scripts that are careful: no run reads a cache"),
  );
  command
    .option("--report-unused-disable-directives", "report disable comments that silence nothing")
    .optionsGroup("Report:")
    .option("-f, --format <format[:file]>", "how to report, and the file to write it to; repeatable", parseFormat)
    .option("-o, --output-file <file>", "where to write the report, in place of standard output")
    .option("-q, --quiet", "report errors only")
    .option("--max-warnings <number>", "exit 1 when there are more warnings", parseNumber("max-warnings"));
  return addColorOptions(command).optionsGroup(OTHER).option("--verbose", "list what was taken as prompts and boards, and what was skipped and why");
}

function addColorOptions(command: Command): Command {
  return command.option("--color", "colour, also where the output is no terminal").option("--no-color", "no colour");
}

function toConfigArguments({ root, config, preset, rule = [] }: ConfigFlags): ConfigArguments {
  return { root, configFile: config, preset, rules: Object.fromEntries(rule) };
}

function toLintArguments(paths: readonly string[], literalPaths: readonly string[], flags: LintFlags): LintArguments {
  const named = paths.filter((path) => path !== "-");
  const stdin = flags.stdin === true || named.length < paths.length;
  const [extra] = [...named, ...literalPaths];
  if (stdin && extra !== undefined) throw new UsageError(`expected either standard input or files, got both: ${quote(extra)}`);
  if (!stdin && flags.stdinFilename !== undefined) throw new UsageError("`--stdin-filename` goes with `--stdin` or `-`");
  return {
    ...toConfigArguments(flags),
    paths: named,
    literalPaths: [...literalPaths],
    stdin,
    stdinFilename: flags.stdinFilename,
    outputs: toOutputs(flags.format ?? [{ format: "pretty", file: undefined }], flags.outputFile),
    maxWarnings: flags.maxWarnings,
    engine: flags.engine,
    color: flags.color,
    quiet: flags.quiet === true,
    verbose: flags.verbose === true,
    passOnNoFiles: flags.passOnNoFiles === true,
    reportUnusedDisableDirectives: flags.reportUnusedDisableDirectives === true,
  };
}

function toOutputs(formats: readonly Output[], outputFile: string | undefined): Output[] {
  const unplaced = formats.filter(({ file }) => file === undefined);
  const [first, second] = unplaced;
  if (first && second) {
    throw new UsageError(
      `\`--format ${first.format}\` and \`--format ${second.format}\` would go to the same place: give one a file, as in \`--format ${second.format}:report.txt\``,
    );
  }
  if (!first && outputFile !== undefined) throw new UsageError("`--output-file` has nothing to write: each `--format` has a file of its own");
  const outputs = formats.map(({ format, file }) => ({ format, file: file ?? outputFile }));
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two formats would be written to ${quote(twice)}`);
  return outputs;
}

function parseFormat(value: string, previous: Output[] = []): Output[] {
  const colon = value.indexOf(":");
  const name = colon < 0 ? value : value.slice(0, colon);
  const file = colon < 0 ? undefined : value.slice(colon + 1);
  if (file === "") throw new UsageError(`no file behind the colon of ${quote(value)}`);
  return [...previous, { format: toChoice("format", Object.keys(FORMATS) as FormatName[], name), file }];
}

function parseRule(value: string, previous: [string, Level][] = []): [string, Level][] {
  const colon = value.lastIndexOf(":");
  if (colon <= 0) throw new UsageError(`expected \`--rule id:severity\`, as in \`--rule unbounded-wait:warning\`, got ${quote(value)}`);
  const level = value.slice(colon + 1);
  return [...previous, [value.slice(0, colon), toChoice("severity", RULE_LEVELS, level)]];
}

function parseNumber(option: string) {
  return (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) throw new UsageError(`expected a whole number from 0 for \`--${option}\`, got ${quote(value)}`);
    return Number(value);
  };
}

function parseChoice<Choice extends string>(kind: string, choices: readonly Choice[]) {
  return (value: string): Choice => toChoice(kind, choices, value);
}

function toChoice<Choice extends string>(kind: string, choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`unknown ${kind} ${quote(value)}${suggestNearest(value, choices)}`);
}

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
