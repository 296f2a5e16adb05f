import { UsageError } from "../../src/usage-error.ts";
import { parseFile, parseJsonText, parseScript, parseWithPortable, parseYamlText } from "./parse-documents.ts";
import { parseConfigText, parseIgnoreFile, parseIndexBytes, parseRemote, parseRepository } from "./parse-git.ts";
import { parseAwkText, parseCommandLine, parsePattern, parsePipeline } from "./parse-patterns.ts";
import { decode, parseBaselineText, parseConfig, parseGlob, parseOwnArguments, parsePhrases, parseRehearsals, parseSchema } from "./parse-settings.ts";
import { parseLines, parsePath, parseWords } from "./parse-words.ts";
import { createRandom, type Random } from "./random.ts";

/** Makes an input, reads it, throws when what comes out is wrong, and says what came out. */
type Parser = (random: Random) => unknown;

/** Every parser of ours, and how many of 200 cases are its. */
const PARSERS: Readonly<Record<string, readonly [Parser, cases: number]>> = {
  file: [parseFile, 30],
  yaml: [parseYamlText, 12],
  json: [parseJsonText, 12],
  script: [parseScript, 20],
  portable: [parseWithPortable, 3],
  pattern: [parsePattern, 14],
  pipeline: [parsePipeline, 14],
  "command line": [parseCommandLine, 14],
  awk: [parseAwkText, 6],
  "git config": [parseConfigText, 6],
  "git index": [parseIndexBytes, 8],
  "ignore file": [parseIgnoreFile, 6],
  remote: [parseRemote, 3],
  repository: [parseRepository, 8],
  config: [parseConfig, 8],
  baseline: [parseBaselineText, 4],
  rehearsals: [parseRehearsals, 4],
  schema: [parseSchema, 1],
  glob: [parseGlob, 6],
  decode: [decode, 6],
  arguments: [parseOwnArguments, 1],
  phrases: [parsePhrases, 4],
  words: [parseWords, 6],
  path: [parsePath, 2],
  lines: [parseLines, 2],
};

const DRAWN = Object.entries(PARSERS).flatMap(([name, [parse, cases]]) => Array<{ name: string; parse: Parser }>(cases).fill({ name, parse }));

/** One input for one parser; now and then the same again, of which the same has to come. */
export async function checkParser(random: Random): Promise<void> {
  const { name, parse } = random.pick(DRAWN);
  const seed = random.below(2 ** 32);
  try {
    const once = await parse(createRandom(seed));
    if (!random.once(10)) return;
    const again = await parse(createRandom(seed));
    if (JSON.stringify(again) !== JSON.stringify(once)) throw new Error("the second time it is read as something else");
  } catch (error) {
    // The user's mistake, said in lines; anything else is ours.
    if (error instanceof UsageError && error.problems.every((line) => line !== "" && !/\bundefined\b|\[object /.test(line.replace(/[`"][\s\S]*[`"]/, ""))))
      return;
    throw new Error(name, { cause: error });
  }
}
