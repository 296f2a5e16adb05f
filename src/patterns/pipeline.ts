import { remembered } from "../remembered.ts";
import { parseAwkProgram, type AwkProgram } from "./awk-conditions.ts";
import { parseAwk, runAwk, type AwkCommand, type AwkRun } from "./awk.ts";
import { parseFilter, type Flow } from "./filters.ts";
import { parseGrep, type GrepCommand } from "./grep.ts";
import { fileLines, TOO_EXPENSIVE, type Input } from "./lines.ts";
import { createBudget, type Budget } from "./parse-regex.ts";
import { isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { runGrep, type GrepRun } from "./run-grep.ts";
import { isLineByLine, runSed, type SedRun } from "./run-sed.ts";
import { parseSed, type SedInvocation } from "./sed.ts";
import { createMarks, hasMark, markWord, toWord, type Marks, type Word } from "./words.ts";

/** A simple command of a pipeline. */
export interface PipelineCommand {
  /** Its name and what follows it, quotes taken off; assignments, redirections and wrappers such as `sudo` left out. */
  words: readonly Word[];
  /** What `<` reads from. */
  input?: Word;
}

export interface PipelineOptions {
  /**
   * The text of a file, `undefined` when it is not known. `revision` is what
   * stands before the colon in `git show REVISION:FILE`. The same object for
   * the same file spares splitting it again.
   */
  read: (path: Word, revision?: Word) => PatternFile | undefined;
  /** Share one among all pipelines of a run, so that no prompt can make it long. */
  budget?: Budget;
}

interface PatternFile {
  path: string;
  text: string;
}

export interface PipelineRun {
  /** One for each command. */
  stages: Stage[];
  /** What the marks in all texts stand for; see `showText`. */
  marks: Marks;
}

export interface Stage {
  /** The program, without its folder. */
  name: string;
  /** The command, as far as it is modelled; known even when its input is not. */
  command: GrepCommand | SedInvocation | AwkCommand | AwkProgram | undefined;
  /** What it reads. */
  inputs: readonly Input[];
  /** What it did, of grep, sed and awk with every detail. */
  result: GrepRun | SedRun | AwkRun | Flow | NotRun;
  /** What arrives at the next command; `undefined` when that is not known. */
  output: Flow | undefined;
}

/** Runs a pipeline on the text of files as they are now. Nothing is executed, and nothing is written. */
export function runPipeline(commands: readonly PipelineCommand[], { read, budget = createBudget() }: PipelineOptions): PipelineRun {
  const marks = createMarks();
  const stages: Stage[] = [];
  for (const command of commands) {
    const before = stages.at(-1);
    stages.push(runStage(command, { read, budget, marks, before: before?.output, isFirst: before === undefined }));
  }
  return { stages, marks };
}

interface StageContext {
  read: PipelineOptions["read"];
  budget: Budget;
  marks: Marks;
  /** What the command before it prints, when that is known. */
  before: Flow | undefined;
  isFirst: boolean;
}

function runStage({ words, input }: PipelineCommand, context: StageContext): Stage {
  const { marks } = context;
  const texts: string[] = [];
  for (const word of words) {
    const text = markWord(word, marks);
    if (text === undefined) return failed("", undefined, unknown("more unknown words than can be told apart"));
    texts.push(text);
  }
  const [first = "", ...rest] = texts;
  const name = first.slice(first.lastIndexOf("/") + 1);
  if (hasMark(name)) return failed("", undefined, unknown("a command that only the shell knows"));
  const source = name === "git" ? readRevision(rest, context) : undefined;
  if (source)
    return isNotRun(source)
      ? failed(name, undefined, source)
      : passed(name, undefined, { inputs: [source], result: { type: "lines", lines: [...source.lines], ordered: true } });

  const command = parseCommand(name, rest, context.budget);
  if (isNotRun(command)) return failed(name, undefined, command);
  const known = command.type === "filter" ? undefined : command;
  const inputs = readInputs(command, input, context);
  if (isNotRun(inputs)) return failed(name, known, inputs);

  const ordered = inputs.every(({ path }) => path !== undefined) || (context.before?.ordered ?? true);
  const result = runCommand(command, { inputs, ordered, budget: context.budget });
  return isNotRun(result)
    ? { ...failed(name, known, result), inputs: command.type === "awk program" ? inputs : [] }
    : passed(name, known, { inputs, result, ordered });
}

type ModelledCommand = GrepCommand | SedInvocation | AwkCommand | AwkProgram | Extract<ReturnType<typeof parseFilter>, { type: "filter" }>;

function parseCommand(name: string, words: readonly string[], budget: Budget): ModelledCommand | NotRun {
  if (name === "grep" || name === "egrep" || name === "fgrep") return parseGrep(name, words, budget);
  if (name === "sed" || name === "gsed") return parseSed(words, budget);
  if (name === "awk" || name === "gawk" || name === "mawk") {
    const command = parseAwk(words, budget);
    return isNotRun(command) ? (parseAwkProgram(words, budget) ?? command) : command;
  }
  return parseFilter(name, words) ?? unknown(`\`${name}\` is not modelled`);
}

function failed(name: string, command: Stage["command"], reason: NotRun): Stage {
  return { name, command, inputs: [], result: reason, output: undefined };
}

interface Outcome {
  inputs: readonly Input[];
  result: Exclude<Stage["result"], NotRun>;
  ordered?: boolean;
}

function passed(name: string, command: Stage["command"], { inputs, result, ordered = true }: Outcome): Stage {
  const output: Flow = result.type === "lines" ? result : { type: "lines", lines: result.lines, ordered: ordered || result.lines.length <= 1 };
  return { name, command, inputs, result, output };
}

function readInputs(command: ModelledCommand, input: Word | undefined, { read, marks, before, isFirst }: StageContext): Input[] | NotRun {
  const piped = (): Input | NotRun => {
    if (input) return readFile(read, input);
    if (before) return { path: undefined, lines: before.lines };
    return unknown(isFirst ? "its input is not known" : "what the command before it prints is not known");
  };
  if (command.files.length === 0 && command.type === "grep" && command.recursive) return unknown("grep in a folder");
  const inputs: Input[] = [];
  for (const file of command.files.length === 0 ? ["-"] : command.files) {
    const one = file === "-" ? piped() : readFile(read, toWord(file, marks));
    if (isNotRun(one)) return one;
    inputs.push(file === "-" ? { ...one, path: undefined } : one);
  }
  return inputs;
}

function readFile(read: PipelineOptions["read"], word: Word, revision?: Word): Input | NotRun {
  const file = read(word, revision);
  if (!file) return unknown("a file that is not known");
  const lines = linesOf(file);
  return lines ? { path: file.path, lines } : unknown("a file that the tools take for binary");
}

const linesOf = remembered(({ path, text }: PatternFile) => fileLines(path, text));

/** `git show REVISION:FILE`, `git cat-file -p REVISION:FILE`. */
function readRevision(words: readonly string[], { read, marks }: StageContext): Input | NotRun {
  const left = words.filter((word) => word !== "--no-pager");
  const object = left[0] === "show" && left.length === 2 ? left[1] : left[0] === "cat-file" && left[1] === "-p" && left.length === 3 ? left[2] : undefined;
  const colon = object?.indexOf(":") ?? -1;
  if (object === undefined || colon < 1 || object.startsWith("-")) return unknown("what git prints is not known");
  return readFile(read, toWord(object.slice(colon + 1), marks), toWord(object.slice(0, colon), marks));
}

/** For a line that a filter takes or leaves. */
const FILTER_COST = 4;

interface Execution {
  inputs: readonly Input[];
  ordered: boolean;
  budget: Budget;
}

function runCommand(command: ModelledCommand, { inputs, ordered, budget }: Execution): Exclude<Stage["result"], NotRun> | NotRun {
  switch (command.type) {
    case "grep":
      if (!ordered && (command.numbered || command.before > 0 || command.after > 0 || command.maxCount !== undefined))
        return unknown("numbers or neighbours of lines whose order is not known");
      return runGrep(command, inputs, budget);
    case "sed":
      if (!ordered && !command.script.commands.every(isLineByLine)) return unknown("sed on lines whose order is not known");
      return runSed(command, inputs, budget);
    case "awk":
      if (!ordered && (command.pattern.type === "line number" || command.exits || command.prints?.some((values) => values.some(({ type }) => type === "NR")))) {
        return unknown("numbers of lines whose order is not known");
      }
      return runAwk(command, inputs, budget);
    case "awk program":
      return unknown("an awk program that is more than one simple rule");
    case "filter":
      for (const { lines } of inputs) {
        budget.left -= FILTER_COST * lines.length;
        if (command.characterCost > 0) for (const { text } of lines) budget.left -= command.characterCost * text.length;
      }
      return budget.left < 0 ? TOO_EXPENSIVE : command.run(inputs, ordered);
  }
}
