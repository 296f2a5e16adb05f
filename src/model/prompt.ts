import type { Position } from "unist";
import type { Document } from "../document.ts";
import type { DataNode } from "../parse/data.ts";
import { blocksOfType } from "../parse/mdast.ts";
import { rememberedOf } from "../remembered.ts";
import { spanOf, type Passage } from "../parse/prose.ts";
import { toPosition, type Span } from "../source.ts";
import type { FileTree } from "../workspace.ts";

/** A document that is sent to sessions, or tells them how to work together. */
export interface Prompt {
  document: Document;
  /** The part that a person is told to copy, or the whole document. */
  extent: Position;
  /** Whether it sets several sessions to work; one session alone needs no claim and no board. */
  severalSessions: boolean;
}

/** A document that is no prompt by itself, to be read as one: its sessions are sent to it. */
export const asPrompt = rememberedOf((document: Document): Prompt => ({
  document,
  extent: toPosition(document.source, { start: 0, end: document.source.text.length }),
  severalSessions: true,
}));

export interface PromptOptions {
  files: FileTree;
  /** What the config or the command line says of it; `undefined` when they do not. */
  isTaken: boolean | undefined;
}

/**
 * Takes a document for a prompt by its name and by what it says: it addresses a
 * session («You are …»), gives steps, speaks of sessions that work side by side.
 * Ordinary documents of a repository are none.
 */
export function readPrompt(document: Document, { files, isTaken }: PromptOptions): Prompt | undefined {
  if (isTaken === false) return undefined;
  const signals = readSignals(document);
  // Data is a prompt only by a `prompt: |` or its like, whatever its name.
  if (!isTaken && document.format !== "markdown" && !signals.promptKey) return undefined;
  if (!isTaken && !isPrompt(document.path, signals, files)) return undefined;
  return { document, extent: findExtent(document), severalSessions: coordinatesSeveral(signals) };
}

/** What a document says that prompts say; each is a count of passages or of different words. */
interface Signals {
  /** «You are Session 2», «You are an autonomous …» */
  address: number;
  /** «Paste this into all sessions» */
  paste: number;
  /** «STEP 1», «## Step 1» */
  steps: number;
  /** Different words of the trade: session, agent, claim, worktree … */
  trade: number;
  /** «other sessions», «all agents», «in parallel» */
  several: number;
  /** Different `Session N`, `Agent B` … */
  names: number;
  /** Claiming work: «claim», «first available» */
  claims: number;
  /** Different sessions that the reader may be: «If you are Session 2 …» */
  roles: number;
  /** Scripts that look for what is UNCLAIMED, and words that another may have claimed it: nobody claims who works alone. */
  contests: number;
  scripts: number;
  /** Front matter of a slash command, skill or agent. */
  command: boolean;
  /** A `prompt: |` or `instructions: |` of a YAML file. */
  promptKey: boolean;
}

function readSignals({ path, tree, passages, scripts, data }: Document): Signals {
  // A page of documentation shows prompts in ```markdown fences; it does not send them.
  const samples = ORDINARY_FOLDER.test(path) ? blocksOfType(tree, "embedded").filter(({ lang }) => lang !== null) : [];
  const isSample = ({ place }: Passage) => samples.some(({ position }) => position.start.line <= place.start.line && place.end.line <= position.end.line);
  const told = passages.filter((passage) => !passage.badExample && !(passage.embedded && isSample(passage)));
  const trade = new Set<string>();
  const names = new Set<string>();
  const roles = new Set<string>();
  for (const { text } of told) {
    for (const [word] of text.matchAll(TRADE)) trade.add(word.toLowerCase().slice(0, 6));
    for (const [, kind, name] of text.matchAll(ROLE)) roles.add(`${kind} ${name}`.toLowerCase());
    for (const [, kind, name] of text.matchAll(NAMED_SESSION)) names.add(`${kind} ${name}`.toLowerCase());
  }
  const count = (pattern: RegExp) => told.filter(({ text }) => pattern.test(text)).length;
  return {
    address: count(ADDRESS),
    paste: count(PASTE),
    steps: count(STEP),
    trade: trade.size,
    several: count(SEVERAL),
    names: names.size,
    claims: count(CLAIM) + scripts.filter((script) => !script.badExample && CLAIM.test(script.text)).length,
    roles: roles.size,
    contests: scripts.filter((script) => !script.badExample && CONTEST.test(script.text)).length + count(TOLD_CONTEST),
    scripts: scripts.length,
    promptKey: data.some(({ origin, roots }) => origin === "file" && roots.some((root) => hasPromptKey(root, 0))),
    command: data.some(
      ({ origin, roots: [root] }) => origin === "front-matter" && root?.type === "map" && root.entries.some(({ key }) => COMMAND_KEYS.has(key)),
    ),
  };
}

function hasPromptKey(node: DataNode, depth: number): boolean {
  if (node.type === "list") return depth < 6 && node.items.some((item) => hasPromptKey(item, depth + 1));
  if (node.type !== "map") return false;
  return node.entries.some(
    ({ key, value }) => (PROMPT_KEY.test(key) && value.type === "scalar" && value.literal) || (depth < 6 && hasPromptKey(value, depth + 1)),
  );
}

function isPrompt(path: string, signals: Signals, files: FileTree): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (ORDINARY_NAME.test(name)) return false;
  const isOrdinary = ORDINARY_FOLDER.test(path);
  // `docs/guide/agents.md` is a page about agents; `AGENTS.md` is what they read.
  const isNamed = PROMPT_NAME.test(name) && !(isOrdinary && /^[a-z]+\.\w+$/.test(name));
  const isProtocol = /protocol|workflow|playbook|runbook|plan\b/i.test(name);
  // A page of documentation uses the words of the trade, and speaks to nobody.
  const speaks = isNamed || isProtocol || signals.command || signals.promptKey || signals.address > 0 || signals.paste > 0;
  if (isOrdinary && !speaks) return false;
  let score = 0;
  if (isNamed) score += 4;
  else if (isProtocol) score += 1;
  if (PROMPT_FOLDER.test(path) || isAgentConfiguration(path, files)) score += 4;
  else if (WEAK_FOLDER.test(path)) score += 2;
  if (signals.command || signals.promptKey) score += 4;
  if (signals.address > 0) score += 3;
  if (signals.paste > 0) score += 2;
  if (signals.steps >= 2) score += 1;
  if (signals.scripts > 0) score += 1;
  score += signals.trade >= 6 ? 3 : signals.trade >= 4 ? 2 : signals.trade >= 3 ? 1 : 0;
  if (signals.several >= 2 || signals.names >= 3) score += 1;
  if (signals.claims >= 2) score += 1;
  return score >= (README_NAME.test(name) ? 7 : isOrdinary && !isNamed ? 5 : 4);
}

/** What stands beside `commands/` or `agents/`, or with a SKILL.md, configures the same agent. */
function isAgentConfiguration(path: string, files: FileTree): boolean {
  const folders = path.split("/").slice(0, -1);
  for (const depth of [folders.length, folders.length - 1]) {
    if (depth < 1) continue;
    const folder = folders.slice(0, depth).join("/");
    if (files.hasFile(`${folder}/SKILL.md`)) return true;
    const above = folders.slice(0, depth - 1).join("/");
    const prefix = above === "" ? "" : `${above}/`;
    if (files.hasFolder(`${prefix}commands`) && files.hasFolder(`${prefix}agents`)) return true;
  }
  return false;
}

function coordinatesSeveral({ several, names, claims, trade, roles, contests }: Signals): boolean {
  // «You are Worker 2. All workers start at once»: named as one of several.
  const isOneOfSeveral = several >= 2 && names >= 1 && trade >= 3;
  return (claims >= 1 && (several >= 1 || names >= 2)) || roles >= 2 || contests >= 1 || several >= 3 || isOneOfSeveral || (names >= 3 && trade >= 4);
}

/** Where a text speaks of sessions that work side by side, of one of them by name, or of claiming. */
export function saysSeveral(text: string): Span | undefined {
  for (const pattern of [SEVERAL, ROLE_HERE, CLAIM]) {
    const match = pattern.exec(text);
    if (match) return { start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

const TRADE =
  /\b(?:sessions?|agents?|sub-?agents?|swarms?|workers?|orchestrat\w{1,8}|coordinat\w{1,8}|claim(?:s|ed|ing)?|worktrees?|hand-?offs?|parallel|blockers?|assign(?:ed|ment)s?|autonomous(?:ly)?|teammates?)\b/gi;
const NAMED_SESSION = /\b(session|agent|worker|swarm|team|instance|stream|dev)[ -](#?\d{1,3}|[A-H])\b/gi;
const ROLE = /\bif you(?:['’]re| are) (?:the |in )?(session|agent|worker|swarm|team|instance|stream)[ -](#?\d{1,3}|[A-H])\b/gi;
const ROLE_HERE = new RegExp(ROLE.source, "i");
const CONTEST = /\bUNCLAIMED\b/;
const TOLD_CONTEST =
  /\b(?:claim|pick|take|find|select|choose|grab|look for|check|for) [^.\n]{0,30}\bunclaimed (?:\w+ )?(?:tasks?|work|items?|sessions?|issues?|jobs?|stor(?:y|ies)|ones?|roles?)\b|\balready (?:be |been |being )?claimed\b|\bmakes? (?:the |your )?claim visible\b|\bwho(?:['’]s| is| else is) (?:already )?active\b|\bmulti-(?:agent|session|worker)\b[^.\n]{0,40}\bclaim/i;
const ADDRESS =
  /(?:^|[.!?:]\s|\n)\W{0,6}(?:you(?:['’]re| are) (?:an? |the |now |in |working |session|agent|worker|one of|responsible|operating|autonomous)|your (?:job|task|role|mission|assignment|goal|branch) (?:is|:))/i;
const PASTE = /\b(?:paste|copy)\b.{0,60}\b(?:prompt|session|into|terminal|instance|claude|agent)/i;
const STEP = /^\W{0,4}(?:step|phase) \d{1,2}\b/i;
const SEVERAL =
  /\b(?:(?:all|other|another|any|each|every|multiple|several|parallel|both|which|\d{1,2}|two|three|four|five|six|seven) (?:\w+ ){0,2}(?:sessions|agents|workers|instances|swarms|streams)|(?:another|other|any|each|every) (?:\w+ )?(?:session|agent|worker|instance)|in parallel|concurrent(?:ly)?|simultaneous(?:ly)?)\b/i;
const CLAIM =
  /\b(?:claim(?:s|ed|ing)?|unclaimed|(?:first|next) available|available (?:task|work|session)s?|pick (?:up )?(?:a|the|an|one) (?:next |free |open |unassigned )?task)\b/i;

const PROMPT_NAME =
  /prompt|^instructions?[-_.]|[-_](?:starter|instructions?)\b|^(?:launch|start|restart|restarter|universal|autonomous)[-_]|^(?:agents?|claude|gemini|skill|copilot-instructions)\.md$|\.(?:instructions|chatmode|agent)\.md$|session[-_](?:start|protocol|hand)|(?:parallel|multi)[-_]?(?:session|agent)|(?:session|agent|worker|mission|swarm|team)[-_]?\w{0,12}[-_]?(?:directives?|brief(?:ing)?s?|orders|mandates?|kick-?off)\b/i;
const PROMPT_FOLDER = /(?:^|\/)(?:\.claude|\.opencode|\.codex|\.cursor|\.gemini)\/|(?:^|\/)(?:prompts?|commands|agents|skills|session-starters?)\//i;
const WEAK_FOLDER =
  /(?:^|\/)(?:\.(?!github\/|vscode\/|gitlab\/|idea\/|circleci\/)[\w-]+|rules|workflows?|plugins|personas?|roles|modes|hats|presets|templates)\//i;
const PROMPT_KEY = /^(?:system_?)?prompt$|^instructions?$|^mission$/i;
const COMMAND_KEYS = new Set(["allowed-tools", "argument-hint", "tools", "model", "allowed_tools", "disable-model-invocation", "subagent_type"]);
/** `README.md`, `CHANGELOG.md` …: only what it says makes a prompt of one. */
export function hasOrdinaryName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return ORDINARY_NAME.test(name) || README_NAME.test(name);
}

const ORDINARY_NAME =
  /^(?:changelog|changes|history|news|license|licence|copying|contributing|code[-_]of[-_]conduct|security|support|authors|contributors|maintainers|third[-_]party\w*|notice|releases?(?:[-_]notes)?)(?:[-_.]|$)/i;
const README_NAME = /readme/i;
const ORDINARY_FOLDER = /(?:^|\/)(?:docs?|documentation|website|wiki|examples?|tests?|fixtures?|specs?|rfcs?|adrs?|blog)\//i;

function findExtent(document: Document): Position {
  const prompts = blocksOfType(document.tree, "embedded").filter(({ lang }) => lang === null);
  const longest = prompts.reduce<(typeof prompts)[number] | undefined>(
    (best, node) => (best && length(best.position) >= length(node.position) ? best : node),
    undefined,
  );
  const whole = { start: 0, end: document.source.text.length };
  // A short fence beside long instructions is an example, not the prompt.
  return longest && length(longest.position) * 3 >= whole.end ? longest.position : toPosition(document.source, whole);
}

function length(place: Position): number {
  const { start, end } = spanOf(place);
  return end - start;
}

/** Whether a passage of a prompt's document is part of what the sessions get to read. */
export function isInPrompt({ extent }: Prompt, { place }: Passage): boolean {
  const { start, end } = spanOf(extent);
  const offset = place.start.offset!;
  return start <= offset && offset < end;
}
