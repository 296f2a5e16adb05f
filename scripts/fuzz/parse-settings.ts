import { rules } from "../../rules/index.ts";
import { formatBaseline, parseBaseline } from "../../src/accept/baseline-file.ts";
import { parseArguments, COMMANDS as TOOL_COMMANDS } from "../../src/cli/arguments.ts";
import { createConfigSchema, parseDuration } from "../../src/config/config-file.ts";
import { parseJsonSource } from "../../src/config/json-source.ts";
import { describeMistakes } from "../../src/config/mistakes.ts";
import { compileEntrySchema } from "../../src/model/entry-schema.ts";
import { compileOwnPhrases, hasWords } from "../../src/model/own-phrases.ts";
import { REHEARSAL_FILE } from "../../src/model/rehearsal.ts";
import { decodeText } from "../../src/read/decode.ts";
import { createPathMatcher, describeGlobMistake, escapeGlob } from "../../src/read/glob.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { normalizePath } from "../../src/read/paths.ts";
import { readRehearsalRecords } from "../../src/read/rehearsal-record.ts";
import { FORMATS } from "../../src/report/formatters.ts";
import { findLineStarts } from "../../src/source.ts";
import { mutateBytes, mutateCharacters, mutateTokens } from "./mutate.ts";
import { writeText } from "./parse-documents.ts";
import type { Random } from "./random.ts";
import { BASELINE, CONFIGS, GLOBS, PATHS, REHEARSALS, SCHEMAS, TEXTS, WORDS } from "./seeds.ts";

const SCHEMA = createConfigSchema(rules);

/** `.prompt-lint.json`: its text, then what it says. */
export function parseConfig(random: Random): unknown {
  const text = mutate(random, CONFIGS);
  const { value, locate, locateKey } = parseJsonSource("a.json", text);
  const lines = findLineStarts(text).length;
  const keys = Array.from({ length: random.below(4) }, () => random.pick<string | number>(["rules", "status", "fields", 0, 1, "__proto__", "constructor"]));
  for (const place of [locate(keys), locateKey(keys)]) {
    const line = Number(/^a\.json:(\d+):\d+$/.exec(place)?.[1]);
    if (!(line >= 1 && line <= lines)) throw new Error(`a place outside of the config: ${place}`);
  }
  const parsed = SCHEMA.safeParse(value);
  if (parsed.success) return [value, parsed.data.staleClaimAfter === undefined ? 0 : parseDuration(parsed.data.staleClaimAfter)];
  // It takes longer than all the rest.
  const mistakes = random.once(30) ? describeMistakes(parsed.error, SCHEMA, value) : [];
  for (const { message } of mistakes)
    if (message === "" || message.replace(/".*"/s, "").includes("undefined")) throw new Error(`no message for a person: ${message}`);
  return [value, mistakes];
}

/** What is written is read again. */
export function parseBaselineText(random: Random): unknown {
  const entries = parseBaseline("a.json", mutate(random, [BASELINE]));
  const again = parseBaseline("a.json", formatBaseline(entries));
  if (JSON.stringify(again) !== JSON.stringify(entries)) throw new Error("a baseline is read as something else than was written");
  return entries;
}

export function parseRehearsals(random: Random): unknown {
  const bytes = mutateBytes(Buffer.from(random.pick(REHEARSALS)), random, () => Buffer.from(BASELINE));
  const { records, problem } = readRehearsalRecords(createMemoryFileSystem({ [`/work/${REHEARSAL_FILE}`]: bytes }), "/work");
  if (problem && (records.length > 0 || /^$|\bundefined\b/.test(problem.message))) throw new Error(`refused: ${problem.message}`);
  return [records, problem];
}

export async function parseSchema(random: Random): Promise<unknown> {
  let schema: unknown;
  try {
    schema = JSON.parse(mutate(random, SCHEMAS));
  } catch {
    return undefined;
  }
  const validate = await compileEntrySchema(schema);
  return [validate({ id: "a".repeat(30), status: "c" }), validate({})];
}

/** A glob that is escaped means the path it was made of. */
export function parseGlob(random: Random): unknown {
  const globs = Array.from({ length: 1 + random.below(3) }, () => mutateCharacters(random.pick(GLOBS), random, () => random.pick(GLOBS)));
  const path = normalizePath(mutateCharacters(random.pick(PATHS), random, () => random.pick(PATHS)));
  const own = escapeGlob(path);
  if (describeGlobMistake(own) === undefined && !createPathMatcher([own])(path))
    throw new Error(`${JSON.stringify(own)} does not match ${JSON.stringify(path)}`);
  const matches = createPathMatcher(globs);
  return [globs.map(describeGlobMistake), [path, ...PATHS].map(matches)];
}

/** What is read as a text is written as the same bytes. */
export function decode(random: Random): unknown {
  const foreign = () => Buffer.from(random.pick(TEXTS.markdown));
  const text = writeText("markdown", random).slice(0, 300);
  const start = random.once(4)
    ? Buffer.concat([Buffer.from(random.pick(["fffe", "feff", "efbbbf", "c0", "eda080", "f4908080"]), "hex"), Buffer.from(text)])
    : Buffer.from(text, random.once(6) ? "utf16le" : "utf8");
  const bytes = mutateBytes(start, random, foreign);
  const decoded = decodeText(bytes);
  if (decoded.text !== undefined && !Buffer.from(decoded.text).equals(bytes)) throw new Error("a text that is not what its bytes are");
  if (decoded.text === undefined && !/^is /.test(decoded.reason)) throw new Error(`no reason: ${decoded.reason}`);
  return decoded;
}

/** Our own command line. */
export function parseOwnArguments(random: Random): unknown {
  const flags = [
    "--format",
    "--fix",
    "--rule",
    "unbounded-wait:off",
    "--root",
    "--",
    "-",
    "--max-warnings",
    "1",
    "--config",
    "--no-color",
    "--since",
    "HEAD",
    ...Object.keys(FORMATS),
  ];
  const argv = Array.from({ length: random.below(6) }, () => mutateCharacters(random.pick([...flags, ...PATHS]), random, () => random.pick(flags)));
  if (random.once(2)) argv.unshift(random.pick(TOOL_COMMANDS));
  return parseArguments(argv, 80).command;
}

/** Phrases of a config, in a text: what is found lies in it. */
export function parsePhrases(random: Random): unknown {
  const phrase = mutateCharacters(random.pick(WORDS), random, () => random.pick(WORDS));
  if (!hasWords(phrase)) return undefined;
  const text = writeText("markdown", random);
  const [find] = compileOwnPhrases({ commits: [phrase] }).commits!;
  const span = find!(random.once(2) ? text + phrase : text);
  if (span && !(span.start >= 0 && span.start <= span.end && span.end <= text.length + phrase.length)) throw new Error("a phrase outside of the text");
  return span;
}

function mutate(random: Random, seeds: readonly string[]): string {
  const foreign = () => random.pick(TEXTS.json);
  const seed = random.pick(seeds);
  // Most of what is changed much is no JSON any more.
  if (random.once(2)) return mutateCharacters(seed, random, () => random.pick(CONFIGS));
  return random.once(2) ? mutateBytes(Buffer.from(seed), random, () => Buffer.from(foreign())).toString("utf8") : mutateTokens(seed, random, foreign);
}
