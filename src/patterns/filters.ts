import { countLines, takeLines, type Input, type Line } from "./lines.ts";
import { parseOptions, type OptionTable, type ParsedOptions } from "./options.ts";
import { isNotRun, unknown, type NotRun } from "./regex-tree.ts";
import { showCount } from "./run-grep.ts";
import { hasMark, SOMETHING } from "./words.ts";

/** Lines between two commands. */
export interface Flow {
  type: "lines";
  lines: Line[];
  /** Whether they come in this order: what `sort` makes of them depends on the locale. */
  ordered: boolean;
}

/** A filter of the coreutils, understood. */
export interface Filter {
  type: "filter";
  files: readonly string[];
  /** For the budget, what a character costs. */
  characterCost: number;
  run: (inputs: readonly Input[], ordered: boolean) => Flow | NotRun;
}

/** Reads the words behind `head`, `cut` and others of GNU coreutils 9; `undefined` for a program that is none of them. */
export function parseFilter(name: string, words: readonly string[]): Filter | NotRun | undefined {
  const filter = FILTERS.get(name);
  if (!filter) return undefined;
  if (words.some((word) => hasMark(word)) && !filter.takesMarks) return unknown(`\`${name}\` with a word that only the shell knows`);
  const parsed = parseOptions(words, { long: {}, ...filter.options });
  if (isNotRun(parsed)) return unknown(`an option of \`${name}\` that is not modelled`);
  const lines = filter.read(parsed);
  if (isNotRun(lines)) return lines;
  return { type: "filter", files: parsed.operands, characterCost: filter.readsCharacters ? 4 : 0, run: lines };
}

interface FilterKind {
  options: Omit<OptionTable, "long"> & { long?: OptionTable["long"] };
  takesMarks?: boolean;
  readsCharacters?: boolean;
  /** May take what is no file away from the operands. */
  read: (parsed: ParsedOptions) => Filter["run"] | NotRun;
}

const FILTERS = new Map<string, FilterKind>([
  ["cat", { options: { flags: "nu", valued: "" }, takesMarks: true, read: readCat }],
  ["head", { options: { flags: "q", valued: "n", digits: true, long: { "lines=": "n", quiet: "q" } }, read: (parsed) => readEnd(parsed, "head") }],
  ["tail", { options: { flags: "q", valued: "n", digits: true, long: { "lines=": "n", quiet: "q" } }, read: (parsed) => readEnd(parsed, "tail") }],
  [
    "tac",
    {
      options: { flags: "", valued: "" },
      read: () => (inputs, ordered) =>
        flow(
          inputs.flatMap(({ lines }) => [...lines].reverse()),
          ordered,
        ),
    },
  ],
  ["tee", { options: { flags: "a", valued: "" }, takesMarks: true, read: readTee }],
  ["wc", { options: { flags: "l", valued: "", long: { lines: "l" } }, read: readCount }],
  ["sort", { options: { flags: "bdfghinrsuV", valued: "kt", long: { unique: "u", reverse: "r", "numeric-sort": "n", "version-sort": "V" } }, read: readSort }],
  ["uniq", { options: { flags: "c", valued: "", long: { count: "c" } }, read: readUnique }],
  ["cut", { options: { flags: "s", valued: "dfc", long: { "delimiter=": "d", "fields=": "f", "characters=": "c" } }, readsCharacters: true, read: readCut }],
  ["tr", { options: { flags: "ds", valued: "", long: { delete: "d", "squeeze-repeats": "s" } }, readsCharacters: true, read: readTranslate }],
]);

function flow(lines: Line[], ordered: boolean): Flow {
  return { type: "lines", lines, ordered: ordered || lines.length <= 1 };
}

function linesOf(inputs: readonly Input[]): Line[] {
  return inputs.flatMap(({ lines }) => lines);
}

function readCat({ options }: ParsedOptions): Filter["run"] {
  const numbered = options.some(({ name }) => name === "n");
  return (inputs, ordered) => {
    const lines = linesOf(inputs);
    if (!numbered) return flow(lines, ordered);
    const isSure = ordered && lines.every(({ certain }) => certain);
    return flow(
      lines.map((line, index) => ({ ...line, text: `${isSure ? String(index + 1).padStart(6) : SOMETHING}\t${line.text}` })),
      ordered,
    );
  };
}

function readTee(parsed: ParsedOptions): Filter["run"] {
  // What it writes is not what it reads.
  parsed.operands = [];
  return (inputs, ordered) => flow(linesOf(inputs), ordered);
}

function readEnd({ options }: ParsedOptions, name: "head" | "tail"): Filter["run"] | NotRun {
  const value = options.findLast((option) => option.name !== "q")?.value ?? "10";
  const [, sign, digits] = /^([+-]?)(\d{1,9})$/.exec(value) ?? [];
  if (digits === undefined || (name === "head" && sign === "+")) return unknown(`\`${name}\` with an unusual number`);
  const number = Number(digits);
  return (inputs, ordered) => {
    // For each of several files there is a heading.
    if (inputs.length > 1) return unknown(`\`${name}\` of several files`);
    const lines = linesOf(inputs);
    if (!ordered) return flow(number >= lines.length && sign !== "-" && sign !== "+" ? lines : lines.map((line) => ({ ...line, certain: false })), false);
    if (name === "head" && sign !== "-") return flow(takeLines(lines, { start: 0, end: number }), true);
    if (name === "tail" && sign === "+") return flow(takeLines(lines, { start: Math.max(0, number - 1), end: Infinity }), true);
    const backwards = takeLines([...lines].reverse(), name === "head" ? { start: number, end: Infinity } : { start: 0, end: number });
    return flow(backwards.reverse(), true);
  };
}

function readCount({ options }: ParsedOptions): Filter["run"] | NotRun {
  if (options.length === 0) return unknown("`wc` without `-l`");
  return (inputs) => {
    if (inputs.length > 1) return unknown("`wc` of several files");
    const [input] = inputs;
    const count = showCount(countLines(input?.lines ?? []));
    return flow([{ text: input?.path === undefined ? count : `${count} ${input.path}`, origin: undefined, certain: true }], true);
  };
}

function readSort({ options }: ParsedOptions): Filter["run"] | NotRun {
  const isUnique = options.some(({ name }) => name === "u");
  if (isUnique && options.length > 1) return unknown("`sort -u` by a key");
  return (inputs) => flow(isUnique ? distinct(linesOf(inputs)).map(({ line }) => line) : linesOf(inputs), false);
}

function readUnique(parsed: ParsedOptions): Filter["run"] | NotRun {
  if (parsed.operands.length > 1) return unknown("`uniq` that writes a file");
  const counts = parsed.options.length > 0;
  return (inputs, ordered) => {
    const lines = linesOf(inputs);
    // Behind `sort` equal lines stand together.
    const groups = ordered ? runsOf(lines) : distinct(lines);
    const isSure = !ordered || lines.every(({ certain }) => certain);
    return flow(
      groups.map(({ line, size }) => ({
        ...line,
        text: counts ? `${isSure && size !== undefined ? String(size).padStart(7) : SOMETHING} ${line.text}` : line.text,
        certain: line.certain && isSure,
      })),
      ordered,
    );
  };
}

interface EqualLines {
  line: Line;
  /** `undefined` when some of them may not be there. */
  size: number | undefined;
}

function distinct(lines: readonly Line[]): EqualLines[] {
  const groups = new Map<string, EqualLines>();
  for (const line of lines) addTo(groups.get(line.text), line, (group) => groups.set(line.text, group));
  return [...groups.values()];
}

function runsOf(lines: readonly Line[]): EqualLines[] {
  const groups: EqualLines[] = [];
  for (const line of lines) addTo(groups.at(-1)?.line.text === line.text ? groups.at(-1) : undefined, line, (group) => groups.push(group));
  return groups;
}

function addTo(group: EqualLines | undefined, line: Line, add: (group: EqualLines) => void): void {
  if (!group) return add({ line, size: line.certain ? 1 : undefined });
  group.size = group.size !== undefined && line.certain ? group.size + 1 : undefined;
  if (line.certain && !group.line.certain) group.line = { ...group.line, certain: true };
}

function readCut({ options }: ParsedOptions): Filter["run"] | NotRun {
  const value = (name: string) => options.findLast((option) => option.name === name)?.value;
  const fields = value("f");
  const list = readList(fields ?? value("c") ?? "");
  const delimiter = value("d") ?? "\t";
  if (!list || options.filter(({ name }) => name === "f" || name === "c").length > 1) return unknown("a list of `cut` that is not modelled");
  if (!/^[\0-\x7f]$/.test(delimiter)) return unknown("a delimiter of `cut` that is not modelled");
  const onlyDelimited = options.some(({ name }) => name === "s");
  const has = (number: number) => list.some(({ from, to }) => from <= number && number <= to);
  return (inputs, ordered) => {
    const cut: Line[] = [];
    for (const line of linesOf(inputs)) {
      const { text } = line;
      if (fields !== undefined && !text.includes(delimiter)) {
        if (!onlyDelimited) cut.push(line);
      } else if (fields !== undefined) {
        const parts = text.split(delimiter).filter((_, index) => has(index + 1));
        cut.push({ ...line, text: parts.join(delimiter) });
      } else {
        // `cut -c` counts bytes.
        const isSure = /^[\0-\x7f]*$/.test(text);
        cut.push({ ...line, text: isSure ? [...text].filter((_, index) => has(index + 1)).join("") : SOMETHING });
      }
    }
    return flow(cut, ordered);
  };
}

function readList(list: string): { from: number; to: number }[] | undefined {
  const ranges: { from: number; to: number }[] = [];
  for (const part of list.split(",")) {
    const [, from, dash, to] = /^(\d{0,6})(-?)(\d{0,6})$/.exec(part) ?? [];
    if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
    if (ranges.length >= MAX_RANGES) return undefined;
    const range = { from: from === "" ? 1 : Number(from), to: dash === "" ? Number(from) : to === "" ? Infinity : Number(to) };
    // `cut` refuses them.
    if (range.from === 0 || range.to < range.from) return undefined;
    ranges.push(range);
  }
  return ranges;
}

/** Of a list of `cut`. */
const MAX_RANGES = 20;

function readTranslate(parsed: ParsedOptions): Filter["run"] | NotRun {
  const sets = parsed.operands.map(expandSet);
  parsed.operands = [];
  const deletes = parsed.options.some(({ name }) => name === "d");
  const squeezes = parsed.options.some(({ name }) => name === "s");
  const [first, second] = sets;
  if (!first || sets.includes(undefined) || squeezes || (deletes ? second !== undefined : !second?.length)) return unknown("what `tr` is to change");
  if (first.includes("\n")) return unknown("`tr` that joins or splits lines");
  const map = new Map(first.map((character, index) => [character, deletes ? "" : second![Math.min(index, second!.length - 1)]!]));
  return (inputs, ordered) =>
    second?.includes("\n")
      ? unknown("`tr` that joins or splits lines")
      : flow(
          linesOf(inputs).map((line) => ({ ...line, text: Array.from(line.text, (character) => map.get(character) ?? character).join("") })),
          ordered,
        );
}

/** The characters of a set of `tr`, ASCII only: it counts bytes. */
function expandSet(set: string): string[] | undefined {
  const named = TR_CLASSES.get(set);
  if (named !== undefined) return expandSet(named);
  if (/[^\0-\x7f]|\[[:=]|\*\]/.test(set)) return undefined;
  const characters: string[] = [];
  for (let at = 0; at < set.length; at++) {
    let character = set[at]!;
    if (character === "\\") {
      const escaped = TR_ESCAPES.get(set[++at] ?? "");
      if (escaped === undefined) return undefined;
      character = escaped;
    }
    if (set[at + 1] === "-" && at + 2 < set.length) {
      const last = set[at + 2]!;
      if (last === "\\" || last < character) return undefined;
      for (let code = character.charCodeAt(0); code <= last.charCodeAt(0); code++) characters.push(String.fromCharCode(code));
      at += 2;
    } else characters.push(character);
  }
  return characters;
}

const TR_CLASSES = new Map([
  ["[:upper:]", "A-Z"],
  ["[:lower:]", "a-z"],
  ["[:digit:]", "0-9"],
  ["[:blank:]", " \t"],
]);

const TR_ESCAPES = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["\\", "\\"],
]);
