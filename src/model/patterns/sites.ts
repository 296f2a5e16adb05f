import type { Assignment, Command, SyntaxNode, Word as ShellWord } from "unbash";
import type { Document } from "../../document.ts";
import { descendants } from "../../parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../../parse/bash.ts";
import type { Word } from "../../patterns/words.ts";
import { readInvocation, type Invocation } from "../../shell/commands.ts";
import { assignmentsOf, isStatic } from "../../shell/nodes.ts";
import { readParts, type ScriptPart } from "../../shell/script-parts.ts";
import { quotedScript, type ShellText } from "../../shell/text.ts";
import type { Workspace } from "../../workspace.ts";
import { createResolver, type Resolve } from "./paths.ts";
import { patternWord } from "./placeholders.ts";

/** A pipeline, or a command alone, that runs grep, sed or awk and names a file of the workspace. */
export interface PatternSite {
  document: Document;
  script: BashScript;
  text: ShellText;
  commands: readonly SiteCommand[];
  /** Where the script sets a variable to what it prints: `X=$(…)`. */
  variable: string | undefined;
  /** Texts of variables that are known there, by name. */
  values: ReadonlyMap<string, string>;
  /** The file that a path of the commands stands for. */
  resolve: Resolve;
}

export interface SiteCommand {
  /** `undefined` for a group or a loop. */
  invocation: Invocation | undefined;
  /** Its name and what follows it. */
  words: readonly Word[];
  /** The words in the script, one for each of `words`. */
  nodes: readonly ShellWord[];
  /** What `<` reads from. */
  input?: Word;
  span: BashSpan;
}

/** In reading order, of one document; what is labelled as the wrong way left out. Parses nothing that is a pattern. */
export function findPatternSites(document: Document, workspace: Workspace): PatternSite[] {
  if (!namesTool(document.source.text) || !document.scripts.some(({ text }) => namesTool(text))) return [];
  const resolve = createResolver(document, workspace);
  const values = new Map<string, string | undefined>();
  return document.scripts.flatMap((script) => (script.isTranscript ? [] : findInScript({ document, script, resolve }, values)));
}

/** Whether a text can run a tool that has patterns. */
export function namesTool(text: string): boolean {
  return TOOL.test(text);
}

const TOOL = /\b(?:[ef]?grep|g?sed|[gm]?awk)\b/;

interface Place {
  document: Document;
  script: BashScript;
  resolve: Resolve;
}

/** Values that a variable was given so far in the document; `undefined` once there are two. */
type Values = Map<string, string | undefined>;

function findInScript(place: Place, values: Values): PatternSite[] {
  const sites: PatternSite[] = [];
  for (const part of withWatched(place.script)) {
    const own = new Set<SyntaxNode>(part.commands.map(({ node }) => node));
    const variables = new Map<SyntaxNode, string>();
    const inPipeline = new Set<SyntaxNode>();
    for (const node of descendants(part.tree)) {
      if (node.type === "Pipeline") for (const command of node.commands) inPipeline.add(command);
      if (node.type === "Command" && own.has(node)) for (const assignment of assignmentsOf(node)) readAssignment(assignment, values, variables);
      const stages: readonly SyntaxNode[] = node.type === "Pipeline" ? node.commands : node.type === "Command" && !inPipeline.has(node) ? [node] : [];
      const commands = stages.filter((stage) => stage.type !== "Command" || own.has(stage));
      if (commands.length < stages.length || !commands.some((command) => command.type === "Command" && runsTool(command, part.text))) continue;
      const site: PatternSite = {
        ...place,
        text: part.text,
        commands: commands.map((command) => readCommand(command, part.text, place.script)),
        variable: variables.get(node),
        values: new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))),
      };
      if (isOfInterest(site)) sites.push(site);
    }
  }
  return sites;
}

type Part = Pick<ScriptPart, "tree" | "text"> & { commands: readonly { node: Command }[] };

/** The parts of a script, and what its `watch '…'` runs again and again. */
function withWatched(script: BashScript): Part[] {
  return readParts(script).flatMap((part): Part[] => {
    const watched = part.commands.flatMap(({ invocation }): Part[] => {
      const last = invocation.name === "watch" ? invocation.args.at(-1) : undefined;
      const inner = last && quotedScript(part.text, last.word);
      if (!inner) return [];
      const commands = descendants(inner.tree).filter((node): node is Command => node.type === "Command");
      return [{ ...inner, commands: commands.map((node) => ({ node })) }];
    });
    return [part, ...watched];
  });
}

function readAssignment({ name, value }: Assignment, values: Values, variables: Map<SyntaxNode, string>): void {
  if (name === undefined || value === undefined || value.type !== "Word") return;
  const text = isStatic(value) && value.value.length <= MAX_VALUE ? value.value : undefined;
  if (values.has(name) || values.size < MAX_VALUES) values.set(name, values.has(name) && values.get(name) !== text ? undefined : text);
  const part = value.parts?.length === 1 ? value.parts[0]! : undefined;
  const inner = part?.type === "DoubleQuoted" && part.parts.length === 1 ? part.parts[0]! : part;
  if (inner?.type !== "CommandExpansion" || inner.script?.commands.length !== 1) return;
  variables.set(inner.script.commands[0]!.command, name);
}

/** More variables than a document needs; each site has a copy of what is known. */
const MAX_VALUES = 100;
/** Longer than any path. */
const MAX_VALUE = 300;

function readCommand(node: SyntaxNode, text: ShellText, script: BashScript): SiteCommand {
  const span = text.toScript(node);
  const other: SiteCommand = { invocation: undefined, words: [[{ source: "…" }]], nodes: [], span };
  if (node.type !== "Command") return other;
  const invocation = readInvocation(node, text);
  // What xargs adds is not known.
  if (!invocation.word || invocation.wrappers.includes("xargs")) return { ...other, invocation };
  const nodes = [invocation.word, ...invocation.args.map(({ word }) => word)];
  const toWord = (word: ShellWord) => patternWord(word, script, text);
  const redirect = invocation.redirects.findLast(({ operator }) => operator === "<" || operator === "<<" || operator === "<<-" || operator === "<<<");
  const input: Word | undefined =
    redirect === undefined
      ? undefined
      : redirect.type === "Redirect" && redirect.operator === "<" && redirect.target
        ? toWord(redirect.target)
        : [{ source: "…" }];
  return { invocation, words: nodes.map(toWord), nodes, span, ...(input && { input }) };
}

function runsTool(command: Command, text: ShellText): boolean {
  return TOOLS.has(readInvocation(command, text).name ?? "");
}

/** Whether a file of the workspace is among the words; without one, a sed whose ranges delete all is told anyway. */
function isOfInterest({ commands, values, resolve }: PatternSite): boolean {
  if (commands.some(({ nodes }) => nodes.some(({ value }) => FRONT_MATTER.test(value)))) return true;
  return fileOf({ commands, values, resolve }) !== undefined;
}

/** The first file of the workspace that the commands name. */
export function fileOf({ commands, values, resolve }: Pick<PatternSite, "commands" | "values" | "resolve">): Document | undefined {
  for (const { words, input } of commands) {
    for (const word of [...words.slice(1), ...(input ? [input] : [])]) {
      const document = resolve(withoutRevision(word), values);
      if (document) return document;
    }
  }
  return undefined;
}

/** The path in `git show REVISION:PATH`. */
function withoutRevision(word: Word): Word {
  const at = word.findLastIndex((piece) => typeof piece === "string" && piece.includes(":"));
  const piece = word[at];
  return typeof piece === "string" ? [piece.slice(piece.indexOf(":") + 1), ...word.slice(at + 1)].filter((part) => part !== "") : word;
}

const TOOLS: ReadonlySet<string> = new Set(["grep", "egrep", "fgrep", "sed", "gsed", "awk", "gawk", "mawk"]);
/** Two ranges of a sed script that start at line 1 and end at a `---`. */
const FRONT_MATTER = /\b1,\/\^?---.*\b1,\/\^?---/s;
