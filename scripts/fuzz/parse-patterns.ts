import { checkAwkProgram } from "../../src/patterns/awk-syntax.ts";
import { readAwkTokens } from "../../src/patterns/awk-tokens.ts";
import { findRejectedExpressions } from "../../src/patterns/expressions.ts";
import { createBudget, parseRegex, type RegexOptions } from "../../src/patterns/parse-regex.ts";
import { runPipeline, type PipelineCommand, type PipelineRun } from "../../src/patterns/pipeline.ts";
import { findMatch, testRegex } from "../../src/patterns/regex.ts";
import { isNotRun } from "../../src/patterns/regex-tree.ts";
import { showText, type Word } from "../../src/patterns/words.ts";
import { mutateCharacters } from "./mutate.ts";
import { writeText } from "./parse-documents.ts";
import type { Random } from "./random.ts";
import { COMMANDS, PATTERNS } from "./seeds.ts";

/** Little, so that what is beyond it is met as well. */
const STEPS = 200_000;

const foreignWord = (random: Random) => random.pick(random.pick(COMMANDS));
const foreignPattern = (random: Random) => (random.once(2) ? random.pick(PATTERNS) : foreignWord(random));

/** A pattern of each syntax on a text: what matches lies in it. */
export function parsePattern(random: Random): unknown {
  const pattern = mutateCharacters(random.pick(PATTERNS), random, foreignPattern);
  const options: RegexOptions = {
    syntax: random.pick(["basic", "extended", "fixed", "perl"]),
    tool: random.pick(["grep", "sed", "awk"]),
    ignoreCase: random.once(3),
    wholeWord: random.once(4),
    wholeLine: random.once(6),
    multiline: random.once(4),
  };
  const budget = createBudget(STEPS);
  const regex = parseRegex(random.once(4) ? [pattern, random.pick(PATTERNS)] : [pattern], options, budget);
  if (isNotRun(regex)) return regex;
  const text = writeText("markdown", random).slice(0, 200);
  const answer = testRegex(regex, text, budget);
  const from = random.below(text.length + 2);
  const match = findMatch(regex, text, from, budget);
  if (match) {
    const { start, end, groups } = match;
    if (!(from <= start && start <= end && end <= text.length)) throw new Error(`a match outside of the text: ${JSON.stringify([pattern, text, match])}`);
    for (const group of groups)
      if (group && !(0 <= group.start && group.start <= group.end && group.end <= text.length)) throw new Error("a group outside of the text");
  }
  return [answer, match];
}

/** A pipeline of some commands on two files. */
export function parsePipeline(random: Random): unknown {
  const commands = Array.from({ length: 1 + random.below(3) }, (): PipelineCommand => ({
    words: writeWords(random),
    ...(random.once(8) && { input: ["a.md"] }),
  }));
  const files = new Map(["a.md", "b.md"].map((path) => [path, { path, text: writeText("markdown", random).slice(0, 500) }]));
  const read = (path: Word) => files.get(path.map((piece) => (typeof piece === "string" ? piece : "a.md")).join(""));
  const run = runPipeline(commands, { read, budget: createBudget(STEPS) });
  expectOrigins(run, files);
  return run.stages.map(({ name, result, output }) => [name, result, output?.lines.map(({ text }) => showText(text, run.marks))]);
}

/** What the tools would reject of a command line. */
export function parseCommandLine(random: Random): unknown {
  const [name, ...words] = writeWords(random);
  const rejected = findRejectedExpressions(random.once(20) ? "constructor" : typeof name![0] === "string" ? name![0] : "grep", words);
  for (const { place, reason } of rejected) {
    if (!(place >= 0 && place < words.length)) throw new Error(`word ${place} of ${words.length} is rejected`);
    if (reason === "" || reason.includes("undefined")) throw new Error(`no reason: ${reason}`);
  }
  return rejected;
}

export function parseAwkText(random: Random): unknown {
  const program = mutateCharacters(random.pick(COMMANDS.filter(([name]) => name === "awk")).find((word) => word.includes("{")) ?? "/a/", random, foreignWord);
  return [readAwkTokens(program), checkAwkProgram(program)];
}

/** A command line of a tool, with what only the shell knows in some of its words. */
function writeWords(random: Random): Word[] {
  const line = [...random.pick(COMMANDS)];
  if (random.once(3)) line.splice(1 + random.below(line.length), random.below(2), foreignWord(random));
  return line.map((word, index): Word => {
    const text = index > 0 && random.once(2) ? mutateCharacters(word, random, foreignWord) : word;
    if (index === 0 || !random.once(6)) return [text];
    const at = random.below(text.length + 1);
    return [text.slice(0, at), { source: random.pick(["$X", "$(date)", '"$1"']), splits: random.once(2) }, text.slice(at)];
  });
}

function expectOrigins({ stages }: PipelineRun, files: ReadonlyMap<string, { text: string }>): void {
  for (const { output } of stages)
    for (const { origin } of output?.lines ?? []) {
      const count = origin && files.get(origin.path)?.text.split("\n").length;
      if (origin && !(count !== undefined && origin.line >= 1 && origin.line <= count)) throw new Error(`line ${origin.line} of ${count}`);
    }
}
