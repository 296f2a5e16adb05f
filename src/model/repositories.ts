import type { Position } from "unist";
import type { Workspace } from "../workspace.ts";
import { fieldOf } from "./board.ts";
import { boardsNamedIn } from "./lookup.ts";
import type { Prompt } from "./prompt.ts";

/** The repositories that the sessions of a prompt work in. */
export interface Repositories {
  /** `owner/name` or `name`, in lower case. */
  names: ReadonlySet<string>;
  /** Whether they stand in a field of a board, rather than in the prompt itself. */
  onBoard: boolean;
  /** Without owners, each once: these, and what is cloned or spoken of. */
  shortNames: readonly string[];
  /** Where the prompt first gives or speaks of one. */
  place: Position | undefined;
}

/** The repositories of the entries that a prompt's boards have, and those that the prompt gives in a `Repository:` line. */
export function findRepositories(prompt: Prompt, workspace: Workspace): Repositories {
  const onBoard = boardsNamedIn(workspace, prompt.document).flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.archived ? [] : (normalizeRepository(fieldOf(entry, "repository")?.value) ?? []))),
  );
  const lines = prompt.document.passages.flatMap(({ text, badExample, locate }) =>
    badExample
      ? []
      : [...text.slice(0, MAX_TEXT).matchAll(REPOSITORY_LINE)].flatMap(({ 0: line, 1: value, index }) => {
          const name = normalizeRepository(value);
          return name === undefined ? [] : { name, place: locate({ start: index, end: index + line.trimEnd().length }) };
        }),
  );
  const inPrompt = lines.map(({ name }) => name);
  const names = new Set([...onBoard, ...inPrompt]);
  const { place, names: further } = findSpokenOf(prompt);
  return { names, onBoard: new Set(onBoard).size > 1, shortNames: [...new Set([...names, ...further].map(shortName))], place: lines[0]?.place ?? place };
}

/**
 * What a prompt clones, what it says to commit to, and the one it says that its
 * reader is in: a session that fetches the board from elsewhere works in two.
 */
function findSpokenOf({ document }: Prompt): { names: string[]; place: Position | undefined } {
  const found = document.passages.flatMap(({ text, badExample, locate }) =>
    badExample
      ? []
      : SPOKEN_OF.flatMap((pattern) =>
          [...text.slice(0, MAX_TEXT).matchAll(pattern)].map((match) => ({
            name: match[1]!.toLowerCase().replace(/\.git$/, ""),
            place: locate({ start: match.index, end: match.index + match[0].length }),
          })),
        ),
  );
  const cloned = document.scripts.flatMap((script) =>
    script.badExample
      ? []
      : [...script.text.matchAll(CLONE)].map((match) => ({
          name: match[1]!.toLowerCase().replace(/\.git$/, ""),
          place: script.place({ pos: match.index, end: match.index + match[0].length }),
        })),
  );
  const all = [...found, ...cloned].sort((a, b) => a.place.start.offset! - b.place.start.offset!);
  return { names: all.map(({ name }) => name), place: all[0]?.place };
}

const CLONE = /\bgit clone (?:--?[\w=-]{1,30} ){0,3}["']?(?:https?:\/\/|git@|ssh:\/\/)[\w.@-]{1,80}[/:]([\w.-]{1,80}\/[\w.-]{1,80})/g;
const SPOKEN_OF = [
  CLONE,
  /\b(?:commits?|push(?:es)?)\b[^.\n]{0,20}\bto ["'`]?([a-z][\w.-]{1,60}\/[\w.-]{1,60})(?=[\s,;"'`]|$)/gi,
  /\b(?:you are|you['’]re)(?: already| now)? (?:in|working (?:in|on)) the ["'`]?([a-z][\w.-]{1,60}) repo(?:sitory)?\b/gi,
  /\byour focus is the ["'`]?([a-z][\w.-]{1,60}) repo(?:sitory)?\b/gi,
];

/** `api` of `acme/api`: the one is often given in full and then by its name alone. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** UTF-16 units of a passage. */
const MAX_TEXT = 2000;
const REPOSITORY_LINE = /^\W{0,6}repo(?:sitory)?\W{0,4}:\W{0,4}(\S{3,200})/gim;

/** `owner/name` of an address or a name; `undefined` for placeholders and prose. */
function normalizeRepository(value: string | undefined): string | undefined {
  const name = /^[`"'(]{0,3}(?:(?:https?:\/\/|git@|ssh:\/\/)[\w.@-]+[/:])?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?[`"')]{0,3}(?=[\s,;]|$)/.exec(
    value?.trim() ?? "",
  )?.[1];
  return name?.toLowerCase();
}
