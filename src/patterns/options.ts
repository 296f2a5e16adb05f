import { invalid, unknown, type NotRun } from "./regex-tree.ts";
import { hasMark } from "./words.ts";

/** Which options a command has, as getopt_long(3) is told. */
export interface OptionTable {
  /** Short options without a value. */
  flags: string;
  /** Short options whose value follows. */
  valued: string;
  /** Short options whose value, if any, is the rest of the word: `sed -i.bak`. */
  attached?: string;
  /** Long names, and the short or long name they stand for; `=` behind the name asks for a value, `=?` allows one. */
  long: Readonly<Record<string, string>>;
  /** Whether `-5` is a value for the option `#`. */
  digits?: boolean;
}

export interface ParsedOptions {
  type: "options";
  options: ParsedOption[];
  operands: string[];
  /** For each operand, which of the words it is. */
  places: number[];
}

interface ParsedOption {
  name: string;
  value: string | undefined;
  /** Which of the words holds the value, or the option itself when it has none. */
  place: number;
}

/** Tells options from operands the way of GNU getopt: options may follow operands, `--` ends them. Marked texts. */
export function parseOptions(words: readonly string[], table: OptionTable): ParsedOptions | NotRun {
  const parsed: ParsedOptions = { type: "options", options: [], operands: [], places: [] };
  const left = [...words].reverse();
  const place = () => words.length - left.length - 1;
  const addOperand = (word: string) => {
    parsed.operands.push(word);
    parsed.places.push(place());
  };
  for (let word = left.pop(); word !== undefined; word = left.pop()) {
    if (word === "--") {
      for (let operand = left.pop(); operand !== undefined; operand = left.pop()) addOperand(operand);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      addOperand(word);
      continue;
    }
    const failure = word.startsWith("--") ? readLong({ word, left, table, parsed, place }) : readShort({ word, left, table, parsed, place });
    if (failure) return failure;
  }
  return parsed;
}

interface Context {
  word: string;
  /** The words that follow, last first. */
  left: string[];
  table: OptionTable;
  parsed: ParsedOptions;
  /** Of the word that was read last. */
  place: () => number;
}

function readLong({ word, left, table, parsed, place }: Context): NotRun | undefined {
  const equals = word.indexOf("=");
  const given = equals < 0 ? word.slice(2) : word.slice(2, equals);
  if (hasMark(given)) return unknown("an option that only the shell knows");
  let value = equals < 0 ? undefined : word.slice(equals + 1);
  const names = Object.keys(table.long);
  // Any beginning that no other option has will do.
  const found = names.filter((name) => bare(name) === given);
  if (found.length === 0) found.push(...names.filter((name) => bare(name).startsWith(given)));
  if (found.length === 0) return invalid(`unrecognized option '--${given}'`);
  if (new Set(found.map((name) => table.long[name])).size > 1) return invalid(`option '--${given}' is ambiguous`);
  const [name] = found;
  if (name!.endsWith("=") && value === undefined) {
    value = left.pop();
    if (value === undefined) return invalid(`option '--${bare(name!)}' requires an argument`);
  }
  if (!name!.includes("=") && value !== undefined) return invalid(`option '--${bare(name!)}' doesn't allow an argument`);
  parsed.options.push({ name: table.long[name!]!, value, place: place() });
  return undefined;
}

function readShort({ word, left, table, parsed, place }: Context): NotRun | undefined {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    if (hasMark(letter)) return unknown("an option that only the shell knows");
    const rest = word.slice(at + 1);
    if (table.digits && /[0-9]/.test(letter)) {
      const digits = /^[0-9]+/.exec(word.slice(at))![0];
      parsed.options.push({ name: "#", value: digits, place: place() });
      at += digits.length - 1;
    } else if (table.flags.includes(letter)) {
      parsed.options.push({ name: letter, value: undefined, place: place() });
    } else if (table.attached?.includes(letter)) {
      parsed.options.push({ name: letter, value: rest === "" ? undefined : rest, place: place() });
      return undefined;
    } else if (table.valued.includes(letter)) {
      const value = rest === "" ? left.pop() : rest;
      if (value === undefined) return invalid(`option requires an argument -- '${letter}'`);
      parsed.options.push({ name: letter, value, place: place() });
      return undefined;
    } else {
      return invalid(`invalid option -- '${letter}'`);
    }
  }
  return undefined;
}

function bare(name: string): string {
  return name.replace(/=\??$/, "");
}
