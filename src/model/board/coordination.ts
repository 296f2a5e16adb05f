import type { Document } from "../../document.ts";
import type { BoardReading, EntryGroup } from "./entry-group.ts";
import { hasAliases, type FieldNames } from "./field-names.ts";
import { isPlaceholder } from "./title.ts";

/**
 * Of what the readers found, what coordinates sessions; nothing for an
 * ordinary document. A state alone is no sign: most tables of features,
 * packages and tests have one. What counts is who or what has the state, that
 * somebody takes it, and what the file calls itself.
 */
export function chooseGroups(reading: BoardReading, groups: readonly EntryGroup[]): EntryGroup[] {
  const { document, isConfiguredBoard } = reading;
  const kind = kindOfDocument(document);
  if (isConfiguredBoard) return groups.filter(({ entries }) => entries.length > 0);
  if (kind === "config" || isPlaceholder(titleOf(document))) return [];

  const several = groups.filter((group) => !group.wholeFile && isCoordination(group, kind, reading));
  const strong = several.filter((group) => !isBoxes(group) || group.kind === "task" || group.kind === "session");
  const chosen = strong.length > 0 ? strong : several;
  const whole = groups.filter((group) => group.wholeFile && isWorkFile(group, kind, document));
  // The status of the board itself is no entry of it, unless it is a session's own file.
  return [...whole.filter((group) => chosen.length === 0 || group.kind === "session"), ...chosen];
}

/** Whether it is worth while to look for entries: most files of a repository cost one search. */
export function mayCoordinate(document: Document, fieldNames: FieldNames): boolean {
  const {
    format,
    source: { text },
  } = document;
  const kind = kindOfDocument(document);
  if (kind === "config") return false;
  if (hasAliases(fieldNames)) return true;
  // Plain searches: a regular expression that ignores case takes many times as long.
  const lower = text.toLowerCase();
  const says = (words: readonly string[]): boolean => words.some((word) => lower.includes(word));
  if (kind === "ordinary" || kind === "prompt" || kind === "docs") return says(CLAIMS) && CLAIM_FIELD.test(lower);
  return says(STATES) || (format === "markdown" ? STATED.test(text) : says(FLAGS));
}

const CLAIMS = ["claim", "assign", "taken", "locked", "held", "picked"];
/** A key of a claim as a field, the header of a column or a key of data. */
const CLAIM_FIELD =
  /(?:claim(?:ed|ant)?(?:[ _]?(?:by|id|holder|status))?|assigne(?:es?|d)(?:[ _]?(?:to|agent|session|worker))?|(?:taken|locked|held|picked[ _]up)[ _]?by|current[ _]session)["'*_`]{0,4}[ \t]{0,40}[:：|—–=-]/;
const STATES = ["status", "state", "claim", "owner", "assign", "worker"];
const FLAGS = ["passe", "done", "complete"];
const STATED = /[✅⏳🔄❌⬜🔵🟢🟡🔴📋]|[-*+] +\[[^\]]\] |\b(?:DONE|TODO|WIP|IN[ _]PROGRESS|COMPLETED?|PENDING|BLOCKED|READY|OPEN|MERGED)\b/u;

/**
 * `status`: its name or title says that it holds states; `ordinary`: what every
 * repository has; `prompt`: sent to sessions; `docs`: explains; `config`: for a tool.
 */
type DocumentKind = "status" | "ordinary" | "prompt" | "docs" | "config" | "other";

function kindOfDocument(document: Document): DocumentKind {
  const { path } = document;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (CONFIG_NAME.test(name) || /(?:^|\/)\.github\//.test(path)) return "config";
  if (ORDINARY_NAME.test(name)) return "ordinary";
  if (PROMPT_NAME.test(name) || (PROMPT_FOLDER.test(path) && !isKeptForAgents(path))) return "prompt";
  if (namesStatusFile(path) || (document.format === "markdown" && namesStates(titleOf(document)))) return "status";
  return DOCS_FOLDER.test(path) ? "docs" : "other";
}

/** `agents/tasks/tasks.md`: what a project keeps for its agents is no definition of one. */
function isKeptForAgents(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return folders.length > 1 && folders[0] === "agents" && WORK_FOLDER.test(path) && namesStatusFile(path);
}

const CONFIG_NAME =
  /^(?:package(?:-lock)?\.json|[jt]sconfig.*\.json|.*\.schema\.json|.*\.config\.json|(?:openapi|swagger).*|(?:docker-)?compose.*\.ya?ml|composer\.json|lerna\.json|manifest\.json|chart\.ya?ml|values.*\.ya?ml|pnpm-.*\.yaml|mkdocs\.ya?ml|_config\.ya?ml|\.[^/]*rc(?:\.json|\.ya?ml)?|\.pre-commit-.*|\.gitlab-ci\.ya?ml|dependabot\.ya?ml|codecov\.ya?ml)$/i;
const ORDINARY_NAME =
  /^(?:readme|changelog|changes|history|contributing|code[-_]of[-_]conduct|security|licen[cs]e|notice|authors|maintainers|governance|support|releases?|release[-_ ]notes?|upgrading|migration|faq|roadmap|install(?:ation)?|news\d*|credits|glossary|architecture)(?:[-_. ].*)?\.\w+$/i;
const PROMPT_NAME = /prompt|instructions?\b|starter|^(?:agents?|claude|gemini|skill|copilot-instructions|cursorrules|conventions)\.(?:md|mdx|txt)$|\.mdc$/i;
const PROMPT_FOLDER = /(?:^|\/)(?:prompts?|[\w-]*starters?|commands|skills|agents|rules|personas|modes)\/[^/]+(?:\/[^/]+)*$/i;
const DOCS_FOLDER =
  /(?:^|\/)(?:docs?|documentation|website|site|examples?|samples?|tutorials?|guides?|tests?|__tests__|fixtures|testdata|test-data|mocks?|__mocks__|vendor|locales?|i18n)\//i;

/** Whether a file's name says that it holds the states of work. */
export function namesStatusFile(path: string): boolean {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  return namesStates(stem);
}

/** Whether a file name or title speaks of states rather than of how states are handled. */
function namesStates(text: string): boolean {
  const words = text
    .slice(0, 200)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .split(/\P{L}+/u);
  return words.some((word) => STATUS_WORDS.has(word)) && !words.some((word) => ABOUT_WORDS.has(word));
}

const STATUS_WORDS = new Set(
  "status statuses board taskboard kanban queue tracker tracking task tasks tasklist todo todos backlog sprint sessions session coordination assignment assignments progress checkin claims dashboard manifest roster plan workboard worklist swarm matrix dispatch stories registry".split(
    " ",
  ),
);
const ABOUT_WORDS = new Set(
  "protocol guide spec specification readme onboarding howto how reference overview concept concepts policy rules instructions instruction prompt prompts skill troubleshooting design architecture api schema standard standards pattern patterns principle lifecycle tutorial workflow workflows code codes http docs documentation command commands faq report retrospective research analysis comparison proposal".split(
    " ",
  ),
);

function titleOf({ sections }: Document): string {
  return sections.find(({ depth }) => depth === 1)?.title ?? "";
}

function isCoordination(group: EntryGroup, kind: DocumentKind, { document: { path }, isKeyword }: BoardReading): boolean {
  const { entries, claim } = group;
  const known = entries.filter(({ state }) => state && (state.group !== undefined || isKeyword(state.word))).length;
  if (isBoxes(group)) return isTaskList(group, kind, path);
  if (isStatedList(group) && !tellsApart(group, kind)) return false;
  if (claim === "claim" && known + claimed(group) >= 2) return true;
  if (kind === "ordinary" || kind === "prompt") return false;
  // A plan of who does what has no states yet.
  if (claim === "owner" && entries.length >= 2 && entries.every((entry) => entry.state === undefined)) {
    return group.kind === "task" && entries.some(({ fields }) => fields.some(({ name }) => name === "dependencies" || name === "outputFile"));
  }
  if (known < 2 || known * 2 < entries.filter(({ state }) => state !== undefined).length) return false;
  // A report of what was done says who did it, and nobody has to read it to go on.
  if (kind === "docs" || (kind === "other" && entries.every(({ state }) => state?.group === "done"))) return false;
  if (group.kind === "session" || group.kind === "task") return true;
  return kind === "status" && (claim === "owner" || group.kind === "phase");
}

function claimed({ entries }: EntryGroup): number {
  return entries.filter(({ state, fields }) => state?.group === undefined && fields.some(({ name, value }) => name === "claimedBy" && /\p{L}/u.test(value)))
    .length;
}

function isBoxes({ entries }: EntryGroup): boolean {
  return entries.length > 0 && entries.every(({ format, state }) => format === "task" && state?.word === "" && /^\[/.test(state.icon ?? ""));
}

function isStatedList({ entries }: EntryGroup): boolean {
  return entries.every(({ format }) => format === "task");
}

/** A list of ✅ says what was achieved; with ⏸️ or ⬜ in it, who stands where. */
function tellsApart({ entries }: EntryGroup, kind: DocumentKind): boolean {
  const groups = new Set(entries.map(({ state }) => state?.group));
  const isWritten = kind === "status" && entries.every(({ state }) => state?.word !== "");
  return groups.size > 1 || isWritten || entries.every(({ state }) => OPEN_BOXES.has(state?.icon ?? ""));
}

const OPEN_BOXES = new Set(["⬜", "☐", "🔲"]);

/** A checklist of tasks rather than of what has to hold. */
function isTaskList({ entries, kind }: EntryGroup, documentKind: DocumentKind, path: string): boolean {
  if (entries.length < 2 || documentKind === "prompt" || documentKind === "ordinary") return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (TASK_LIST_NAME.test(name)) return true;
  if (documentKind === "docs") return false;
  const isNumbered = kind === "task" || kind === "session";
  return isNumbered ? entries.length >= 3 : kind === "phase" && documentKind === "status";
}

const TASK_LIST_NAME =
  /^@?(?:[\w-]*[-_])?(?:tasks?|todos?|to-do|fix[-_]?plan|backlog|task[-_]?list|work[-_]?list|work[-_]?queue|task[-_]?queue)\.(?:md|markdown|txt)$/i;

/** A file about one session or task. */
function isWorkFile({ entries: [entry], kind: workKind, claim }: EntryGroup, kind: DocumentKind, { path, format }: Document): boolean {
  if (!entry || kind === "ordinary" || kind === "prompt") return false;
  const isKnown = entry.state?.group !== undefined;
  if (claim === "claim") return isKnown || entry.fields.some(({ name }) => name === "status");
  if (!isKnown) return kind === "status" && workKind === "session" && format !== "markdown";
  if (format !== "markdown" && workKind === "session") return true;
  return WORK_FOLDER.test(path) || /status|session|checkin/i.test(path.slice(path.lastIndexOf("/") + 1));
}

/** Folders that keep one file a task: `.tasks/`, `backlog/`, `sessions/`, `epics/checkout/`. */
const WORK_FOLDER =
  /(?:^|\/)\.?(?:tasks?|issues|tickets?|stories|backlog|sessions?|epics?|todos?|work-?items?|jobs|queue|agents-status|status|inbox|specs?)\/(?:[^/]+\/)*[^/]+$/i;
