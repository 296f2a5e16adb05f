import type { Workspace } from "../workspace.ts";
import { fieldOf } from "./board.ts";
import type { Prompt } from "./prompt.ts";

/** The repositories that the sessions of a prompt work in. */
export interface Repositories {
  /** `owner/name` or `name`, in lower case. */
  names: ReadonlySet<string>;
  /** Whether they stand in a field of a board, rather than in the prompt itself. */
  onBoard: boolean;
}

/** The repositories of the entries that a prompt's boards have, and those that the prompt gives in a `Repository:` line. */
export function findRepositories(prompt: Prompt, { boards, references }: Workspace): Repositories {
  const paths = new Set((references.get(prompt.document) ?? []).flatMap(({ resolved }) => resolved ?? []));
  const own = boards.filter(({ document }) => document === prompt.document || paths.has(document.path));
  const onBoard = own.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.archived ? [] : (normalizeRepository(fieldOf(entry, "repository")?.value) ?? []))),
  );
  const inPrompt = prompt.document.passages.flatMap(({ text, badExample }) =>
    badExample ? [] : [...text.slice(0, MAX_TEXT).matchAll(REPOSITORY_LINE)].flatMap(([, value]) => normalizeRepository(value) ?? []),
  );
  return { names: new Set([...onBoard, ...inPrompt]), onBoard: new Set(onBoard).size > 1 };
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
