import type { Command, Word } from "unbash";
import type { Argument, Invocation } from "../../shell/commands.ts";
import type { FileReference } from "../references.ts";

/** An operand that may be a file, and what the program does with it. */
export interface Operand {
  word: Word;
  use: Extract<FileReference["use"], "read" | "made" | "optional" | "elsewhere" | "named">;
  /** How many letters at its start are no part of the path: `origin/main:`. */
  skip: number;
}

/** The operands of a command that may be files. What its failure means is left to the caller. */
export function findOperands(command: Command, invocation: Invocation): Operand[] {
  const { name = "", args } = invocation;
  if (name === "" || name === "read") return [];
  if (name === "[" || name === "test") return args.map(({ word }) => operand(word, "optional"));
  if (name === "git") return gitOperands(invocation);
  return [...mainOperands(command, invocation), ...outputs(args)];
}

function operand(word: Word, use: Operand["use"], skip = 0): Operand {
  return { word, use, skip };
}

function mainOperands(command: Command, { name = "", args }: Invocation): Operand[] {
  const files = operandsOf(name, args).map(({ word }) => word);
  if (MAKERS.has(name)) return files.map((word) => operand(word, "made"));
  if (COPIERS.has(name)) {
    const sources = files.slice(0, -1).map((word) => operand(word, name === "cp" ? "read" : "named"));
    return files.length > 1 ? [...sources, operand(files.at(-1)!, "made")] : [];
  }
  if (PATTERN_FIRST.has(name) || READERS.has(name)) return files.slice(takesPattern(name, args) ? 1 : 0).map((word) => operand(word, "read"));
  if (INTERPRETERS.has(name)) {
    const isInline = args.some(({ value }) => /^-(?:\w*[cem]|-eval|-print)$/.test(value));
    return isInline ? [] : files.slice(0, 1).map((word) => operand(word, "read"));
  }
  // Also behind `sudo`.
  const program = [command.name, ...command.suffix].find((word): word is Word => word?.type === "Word" && `/${word.value}`.endsWith(`/${name}`));
  return [...(program && PROGRAM_PATH.test(program.value) ? [operand(program, "read")] : []), ...files.map((word) => operand(word, "named"))];
}

function gitOperands({ subcommand, operands }: Invocation): Operand[] {
  const words = operands.filter(({ value }) => !value.startsWith("-"));
  if (subcommand === "clone") return words.slice(1, 2).map(({ word }) => operand(word, "made"));
  if (subcommand === "worktree") return words[0]?.value === "add" ? words.slice(1, 2).map(({ word }) => operand(word, "made")) : [];
  return words.map(({ word, value }) => {
    // `git show origin/main:docs/x.md` asks a branch, not the files that are checked out.
    const colon = subcommand === "show" ? value.indexOf(":") : -1;
    return colon > 0 ? operand(word, "elsewhere", colon + 1) : operand(word, "named");
  });
}

/** What options such as `--output` name. */
function outputs(args: readonly Argument[]): Operand[] {
  return args.flatMap(({ value, word }, index) => {
    const next = args[index + 1];
    if (OUTPUT_OPTION.test(value)) return next ? [operand(next.word, "made" as const)] : [];
    const inline = /^--(?:out|output|outfile|output-file|out-dir)=/.exec(value);
    return inline ? [operand(word, "made" as const, inline[0].length)] : [];
  });
}

/** Operands that may be files; the values of options are left out where the option is known to take one. */
function operandsOf(name: string, args: readonly Argument[]): Argument[] {
  const takesValue = VALUE_OPTIONS.get(name);
  const operands: Argument[] = [];
  for (let index = 0; index < args.length; index++) {
    const { value } = args[index]!;
    if (value === "--") continue;
    if (!value.startsWith("-") || value === "-") operands.push(args[index]!);
    else if (takesValue?.test(value) || OUTPUT_OPTION.test(value)) index++;
  }
  return operands;
}

// A pattern, program or filter stands in front of the files, unless an option gives it.
function takesPattern(name: string, args: readonly Argument[]): boolean {
  return PATTERN_FIRST.has(name) && !args.some(({ value }) => /^-(?:[a-zA-Z]*[ef]$|-expression|-regexp|-file)/.test(value));
}

/** `./x`, `scripts/x.sh`, but neither `/slash-command` nor `folder/`. */
const PROGRAM_PATH = /^(?:\/[\w.-]{1,100}\/|[\w.~$-]{1,100}\/)[^,;]*[^/,;]$/;

const OUTPUT_OPTION = /^(?:-o|-O|--out|--output|--outfile|--output-file|--report|--out-dir|--outdir)$/;

/** Options whose value is the next word, from the manuals of GNU coreutils, grep, sed, gawk, jq. */
const VALUE_OPTIONS = new Map<string, RegExp>([
  ["head", /^-[nc]$/],
  ["tail", /^-[nc]$/],
  ["sort", /^-[ktSTo]$/],
  ["cut", /^-[dfcb]$/],
  ["column", /^-[stoc]$/],
  ["grep", /^-\w*[ABCmefd]$|^--(?:include|exclude|exclude-dir|color|max-count)$/],
  ["egrep", /^-\w*[ABCmef]$/],
  ["rg", /^-\w*[ABCmefgtT]$/],
  ["sed", /^-[efl]$/],
  ["awk", /^-[Fvf]$/],
  ["gawk", /^-[Fvf]$/],
  ["jq", /^--(?:indent|arg|argjson|slurpfile|rawfile)$/],
  ["xxd", /^-[lsc]$/],
  ["diff", /^-[UCI]$/],
  ["python", /^-[WX]$/],
  ["python3", /^-[WX]$/],
  ["node", /^(?:-r|--require|--import|--loader|--env-file)$/],
  ["ruby", /^-[rI]$/],
  ["bash", /^-[oO]$/],
]);

const MAKERS = new Set(["touch", "mkdir", "tee", "truncate"]);
const COPIERS = new Set(["cp", "mv", "ln", "install", "rsync", "scp"]);
const PATTERN_FIRST = new Set(["grep", "egrep", "fgrep", "rg", "ag", "sed", "awk", "gawk", "jq", "yq"]);
const READERS = new Set(
  "cat less more head tail wc source . sort uniq nl tac md5sum sha256sum shasum xxd cut column bat view open code diff cmp comm paste join fold fmt".split(" "),
);
const INTERPRETERS = new Set("bash sh zsh ksh dash python python3 node ruby perl tsx ts-node deno bun php Rscript lua".split(" "));
