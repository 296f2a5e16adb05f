import type { Document } from "../../document.ts";
import { commandName, simpleCommands } from "../../parse/bash-tree.ts";
import type { Section } from "../../parse/prose.ts";
import { baseName, normalizePath, parentPath } from "../../read/paths.ts";
import type { FileTree } from "../../workspace.ts";
import { hasPlaceholder, readShellPath, type PathText } from "./path-text.ts";

/** Where on other people's machines and servers this workspace is, and which names are other repositories. */
export interface Whereabouts {
  /** `/home/dev/app/`, `../app/`, `https://github.com/me/app/blob/main/`: what follows is a path of ours. */
  prefixes: readonly string[];
  /** Names of this repository, in lower case. */
  own: ReadonlySet<string>;
  /** Names of other repositories and projects, in lower case. */
  foreign: ReadonlySet<string>;
  /** Those of them that an address, a home folder or a `Repository:` field gives: no chance words of a sentence. */
  certain: ReadonlySet<string>;
}

/** What one text says of where workspaces are. */
export interface Observed {
  /** Paths that start outside of the workspace. */
  paths: readonly PathText[];
  /** Folders below a home folder that scripts change to: the repository's, also where they enter one below it. */
  homes: readonly string[];
  /** Names that a `Repository:` field gives. */
  fields: readonly string[];
  /** Names of repositories and projects of which sentences speak. */
  named: readonly string[];
}

/** `paths`: those of its prose. */
export function observe(document: Document, paths: readonly PathText[]): Observed {
  const steps = readSteps(document);
  const outside = paths.filter((path) => isFromOutside(path, parentPath(document.path)));
  return { paths: [...outside, ...steps.paths], homes: steps.homes, fields: repositoryFields(document), named: namedRepositories(document) };
}

/**
 * Learns from all texts together. Nobody tells a linter that `/home/dev/app` is
 * the workspace: it is when what the texts name below it is there.
 */
export function learnWhereabouts(observed: readonly Observed[], files: FileTree): Whereabouts {
  const own = new Set(files.remotes.map((remote) => baseName(remote).toLowerCase()));
  const prefixes = new Set(
    findPrefixes(
      observed.flatMap(({ paths }) => paths),
      files,
    ),
  );
  for (const prefix of prefixes) {
    const name = nameOfPrefix(prefix);
    if (name !== undefined) own.add(name);
  }
  const homes = new Set(observed.flatMap((one) => one.homes));
  for (const home of homes) if (own.has(baseName(home).toLowerCase())) prefixes.add(`${home}/`);
  const certain = new Set(observed.flatMap(({ paths, fields }) => [...paths.flatMap(nameOfRepository), ...fields]));
  const foreign = new Set([...certain, ...observed.flatMap(({ named }) => named)]);
  // One folder that everybody enters, and no word of a second one: it is this workspace.
  if (own.size === 0 && homes.size === 1) {
    const [home] = homes;
    const name = baseName(home!).toLowerCase();
    if ([...certain].every((other) => other === name)) {
      prefixes.add(`${home}/`);
      own.add(name);
    }
  }
  // The one name that is ever given to the repository is the name of this one.
  const given = new Set(observed.flatMap(({ fields }) => fields));
  if (own.size === 0 && given.size === 1 && certain.size === 1) for (const name of given) own.add(name);
  for (const name of foreign) {
    if (!own.has(name) && !files.hasFolder(name)) continue;
    foreign.delete(name);
    certain.delete(name);
  }
  return { prefixes: [...prefixes].sort((a, b) => b.length - a.length), own, foreign, certain };
}

/** How many different files below a prefix have to be there before it counts as ours. */
const MIN_VOTES = 2;
const MAX_PREFIXES = 100;

function findPrefixes(paths: readonly PathText[], files: FileTree): string[] {
  const votes = new Map<string, Set<string>>();
  const named = new Map<string, Set<string>>();
  for (const { path, kind, placeholder, wildcard } of paths) {
    if (kind !== "file" || placeholder || wildcard) continue;
    for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) {
      const prefix = path.slice(0, slash + 1);
      const tail = path.slice(slash + 1);
      if (tail === "" || COMMON_FILE.test(tail)) continue;
      addTo(named, prefix, tail);
      if (files.hasFile(tail)) addTo(votes, prefix, tail);
    }
  }
  return [...votes]
    .filter(([prefix, tails]) => tails.size >= MIN_VOTES && tails.size * 2 >= named.get(prefix)!.size)
    .slice(0, MAX_PREFIXES)
    .map(([prefix]) => prefix);
}

/** Every repository has them. */
const COMMON_FILE = /^(?:README|LICENSE|CHANGELOG|CONTRIBUTING|CLAUDE|AGENTS)(?:\.\w+)?$|^(?:package|tsconfig)\.json$|^Makefile$/i;

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function nameOfPrefix(prefix: string): string | undefined {
  if (prefix.startsWith("http")) return repositoryOf(prefix)?.split("/")[1]?.toLowerCase();
  const name = baseName(prefix.slice(0, -1)).toLowerCase();
  return /^[\w.-]+$/.test(name) && !/^\.*$/.test(name) ? name : undefined;
}

/** `owner/name` of an address of GitHub, GitLab or Bitbucket. */
export function repositoryOf(url: string): string | undefined {
  const match = /^https?:\/\/(?:www\.)?(?:github\.com|raw\.githubusercontent\.com|gitlab\.com|bitbucket\.org)\/([\w.-]+)\/([\w.-]+)/i.exec(url);
  return match ? `${match[1]}/${match[2]!.replace(/\.git$/, "")}` : undefined;
}

function nameOfRepository({ path, from }: PathText): string[] {
  if (from === "url") {
    const repository = repositoryOf(`${path}/`);
    return repository ? [baseName(repository).toLowerCase()] : [];
  }
  const below = (HOME_FOLDER.exec(path) ?? NEIGHBOUR.exec(path))?.[1];
  return below === undefined || below.startsWith(".") ? [] : [below.toLowerCase()];
}

const HOME_FOLDER =
  /^(?:~|\$\{?HOME\}?|\/(?:home|Users)\/[\w.-]+|\/root|\/workspaces?)\/(?:(?:projects?|code|dev|src|repos?|git|work|workspace|documents|github|go)\/){0,3}([\w.-]+)(?:\/|$)/i;

/** `../app/`: a folder beside this one. */
const NEIGHBOUR = /^(?:\.\.\/){1,6}(\w[\w.-]*)\//;

function readSteps({ scripts }: Document): Pick<Observed, "paths" | "homes"> {
  const steps: { paths: PathText[]; homes: string[] } = { homes: [], paths: [] };
  for (const { tree } of scripts) {
    for (const command of simpleCommands(tree)) {
      const isCd = commandName(command) === "cd";
      for (const word of command.suffix) {
        const value = word.type === "Word" ? word.value : word.type === "Redirect" ? (word.target?.value ?? "") : "";
        if (!/^(?:~|\$HOME|\/|\.\.\/|https?:)/.test(value)) continue;
        const path = readShellPath(value);
        if (path && isFromOutside(path, "")) steps.paths.push(path);
        const home = isCd ? HOME_FOLDER.exec(`${value}/`) : null;
        if (home) steps.homes.push(normalizeHome(home[0].replace(/\/$/, "")));
      }
    }
  }
  return steps;
}

function normalizeHome(path: string): string {
  return path.startsWith("/") ? normalizePath(path) : path;
}

const NAMED_REPOSITORY = /(?<![\w./-])([\w-]{1,60}(?:\/[\w.-]{1,60})?)\s(?:repo|repository|project)\b/gi;
/** «Repository: me/app», «You are in the app repository». */
const REPOSITORY_FIELD =
  /^[^\p{L}\n]{0,6}(?:target |working |your )?(?:repo|repository|project|codebase)(?: name)?\s?[:：]\s{0,3}["'`*_(<]{0,4}(?:https?:\/\/[\w.]{1,60}\/)?([\w-]{1,60}(?:\/[\w.-]{1,60})?)|\byou(?: are|['’]re| will be) (?:already |now |working |running ){0,2}(?:in|inside|on) (?:the )?([\w-]{1,60}(?:\/[\w.-]{1,60})?) (?:repo|repository|project)\b/imu;
const NO_NAME =
  /^(?:this|the|a|an|your|our|their|its|each|every|other|another|any|all|same|main|current|target|git|github|gitlab|new|single|own|whole|entire|coordination|open-source|wrong|right|correct|different|both|one|two|source|root|local|remote|public|private|existing|cloned|forked|upstream|per|to|in|of|from|and|or|for|with|is|not|on|test|sample|example|which|what|that|switch|check|clone|multi|cross|mono|improvement|software|web|rust|go|python|node|typescript|java|c)$/i;

function namedRepositories({ passages }: Document): string[] {
  return passages.flatMap(({ text }) => [...(/repo|project/i.test(text) ? text.matchAll(NAMED_REPOSITORY) : [])].flatMap(([, name]) => toName(name!) ?? []));
}

function repositoryFields({ passages }: Document): string[] {
  return passages.flatMap(({ text }) => readRepositoryField(text) ?? []);
}

function readRepositoryField(text: string): string | undefined {
  const field = /repo|project|codebase/i.test(text) ? REPOSITORY_FIELD.exec(text) : null;
  return field ? toName((field[1] ?? field[2])!) : undefined;
}

function toName(written: string): string | undefined {
  const name = baseName(written).toLowerCase();
  return NO_NAME.test(name) || name.length < 3 ? undefined : name;
}

/** Whether a text speaks of another repository by name. */
export function mentionsForeign(text: string, { certain }: Whereabouts): boolean {
  if (certain.size === 0) return false;
  return (text.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu) ?? []).some((word) => certain.has(word.replace(/[.-]{1,9}$/, "")));
}

/** Whether what a section says is about another repository: by the `Repository:` in it or above, else by those of the whole document. */
export function findForeignSections({ passages }: Document, { own, foreign }: Whereabouts): (section: Section) => boolean {
  const fields = new Map<Section, boolean>();
  for (const { text, section } of passages) {
    const name = readRepositoryField(text);
    if (name !== undefined) fields.set(section, !own.has(name) && foreign.has(name));
  }
  const isAllForeign = fields.size > 0 && [...fields.values()].every(Boolean);
  return (section) => {
    for (let at: Section | undefined = section; at; at = at.parent) {
      const isForeign = fields.get(at);
      if (isForeign !== undefined) return isForeign;
    }
    return isAllForeign;
  };
}

/** The path in this workspace of a path from outside of it; `undefined` when it is not known to be ours. */
export function mapInside(path: string, { prefixes, own }: Whereabouts): string | undefined {
  const known = prefixes.find((prefix) => path.startsWith(prefix) || `${path}/` === prefix);
  if (known !== undefined) return path.slice(known.length);
  const home = HOME_FOLDER.exec(`${path}/`) ?? NEIGHBOUR.exec(`${path}/`);
  return home && own.has(home[1]!.toLowerCase()) ? path.slice(home[0].length) : undefined;
}

/** Where `cd path` leads from `cwd`, relative to the root; `undefined` when it leads out of the workspace or cannot be known. */
export function followCd(path: string, cwd: string | undefined, { files, whereabouts }: { files: FileTree; whereabouts: Whereabouts }): string | undefined {
  // `cd "$(git rev-parse --show-toplevel)"`
  if (/show-toplevel/.test(path)) return "";
  if (hasPlaceholder(path) || /[*?]/.test(path)) return undefined;
  const mapped = mapInside(path, whereabouts);
  const target = mapped ?? (/^[/~]/.test(path) || cwd === undefined ? undefined : normalizePath(`${cwd === "" ? "." : cwd}/${path}`));
  return target !== undefined && files.hasFolder(target) ? target : undefined;
}

/** Whether a path that stands in `folder` leads out of the workspace, and so tells where workspaces are. */
function isFromOutside({ from, path }: PathText, folder: string): boolean {
  return from === "outside" || from === "url" || (path.startsWith("../") && normalizePath(folder === "" ? path : `${folder}/${path}`).startsWith("../"));
}
