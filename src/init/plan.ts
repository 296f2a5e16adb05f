import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

/** What a new workspace is to hold. Paths are relative to its root, with `/`. */
export interface WorkspacePlan {
  /** At least one. */
  sessions: readonly PlannedSession[];
  /** `owner/name`, of the repository that the status file lives in and the sessions work on. */
  repository: string;
  branch: string;
  board: string;
  prompt: string;
  blockers: string;
  /** Whether to write DEPENDENCIES.yaml. */
  dependencies: boolean;
  /** Whether to write .prompt-lint.json. */
  config: boolean;
}

export interface PlannedSession {
  /** The heading of its entry; what dependencies name. */
  name: string;
  output: string;
  /** Names of other sessions. */
  dependsOn: readonly string[];
}

/** What a user may say; what is left out has a default, but for the repository. */
export interface PlanWishes {
  /** Each `NAME` or `NAME:DEPENDENCY,DEPENDENCY`; or how many. */
  sessions: readonly string[] | number;
  repository: string;
  branch?: string | undefined;
  /** With `{session}` in it, where there are several. */
  output?: string | undefined;
  board?: string | undefined;
  prompt?: string | undefined;
  blockers?: string | undefined;
  dependencies?: boolean | undefined;
  config?: boolean | undefined;
}

export const PLAN_DEFAULTS = {
  sessions: 3,
  branch: "main",
  output: "output/{session}.md",
  board: "SESSION-STATUS.md",
  prompt: "SESSION-PROMPT.md",
  blockers: "BLOCKERS.md",
};

/** Throws a UsageError that names all that cannot be used: what is written ends up in shell scripts. */
export function planWorkspace(wishes: PlanWishes): WorkspacePlan {
  const { repository, branch = PLAN_DEFAULTS.branch, board = PLAN_DEFAULTS.board } = wishes;
  const { prompt = PLAN_DEFAULTS.prompt, blockers = PLAN_DEFAULTS.blockers, output = PLAN_DEFAULTS.output } = wishes;
  const sessions = planSessions(wishes.sessions, output);
  const files = { board, prompt, blockers };
  const problems = [
    findRepositoryProblem(repository),
    findBranchProblem(branch),
    ...Object.entries(files).map(([option, path]) => findPathProblem(option, path)),
    ...sessions.map((session) => findPathProblem("output", session.output)),
    ...findSessionProblems(sessions),
    ...findSameFiles([...Object.values(files), ...RESERVED, ...sessions.map((session) => session.output)]),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UsageError([...new Set(problems)]);
  return { sessions, repository, branch, ...files, dependencies: wishes.dependencies ?? false, config: wishes.config ?? true };
}

export function findSessionCountProblem(text: string): string | undefined {
  const isCount = /^\d{1,2}$/.test(text) && Number(text) > 0;
  return isCount ? undefined : `expected 1 to 99 sessions, got ${quote(text)}`;
}

export function findRepositoryProblem(repository: string): string | undefined {
  return /^\w[\w.-]*\/\w[\w.-]*$/.test(repository) && !repository.endsWith(".git")
    ? undefined
    : `expected \`owner/name\` as the repository, got ${quote(repository)}`;
}

export function findBranchProblem(branch: string): string | undefined {
  const isName = /^\w[\w./-]*$/.test(branch) && !/\.\.|\/\/|\/\.|[./]$|\.lock$/.test(branch);
  return isName ? undefined : `expected a branch of letters, digits and \`. _ - /\`, got ${quote(branch)}`;
}

export function findPathProblem(option: string, path: string): string | undefined {
  const isPath = path.split("/").every((part) => /^\w[\w.-]*$/.test(part));
  return isPath ? undefined : `expected a path of letters, digits and \`. _ - /\` below the workspace for \`--${option}\`, got ${quote(path)}`;
}

const RESERVED = ["DEPENDENCIES.yaml", ".prompt-lint.json"];

function planSessions(sessions: PlanWishes["sessions"], output: string): PlannedSession[] {
  if (typeof sessions === "number") {
    const problem = findSessionCountProblem(String(sessions));
    if (problem) throw new UsageError(problem);
  }
  const wished = typeof sessions === "number" ? Array.from({ length: sessions }, (_, index) => `Session ${index + 1}`) : sessions;
  if (wished.length === 0) throw new UsageError("expected at least one session");
  if (wished.length > 1 && !output.includes("{session}")) {
    throw new UsageError(`several sessions would write ${quote(output)}: expected \`{session}\` in \`--output\`, as in \`${PLAN_DEFAULTS.output}\``);
  }
  return wished.map((wish) => {
    const colon = wish.indexOf(":");
    const name = (colon < 0 ? wish : wish.slice(0, colon)).trim();
    const dependsOn = colon < 0 ? [] : wish.slice(colon + 1).split(",");
    const slug = name.toLowerCase().replaceAll(" ", "-");
    return { name, output: output.replaceAll("{session}", slug), dependsOn: dependsOn.map((text) => text.trim()).filter((text) => text !== "") };
  });
}

function findSessionProblems(sessions: readonly PlannedSession[]): string[] {
  const names = sessions.map(({ name }) => name);
  const problems: string[] = [];
  for (const [index, { name, dependsOn }] of sessions.entries()) {
    if (!/^[A-Za-z0-9](?:[\w.-]| (?! )){0,59}$/.test(name))
      problems.push(`expected a session's name of letters, digits, spaces and \`. _ -\`, got ${quote(name)}`);
    if (/^(?:none|all.*)$/i.test(name)) problems.push(`a session cannot be called ${quote(name)}: as a dependency it means something else`);
    if (names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index) problems.push(`two sessions are called ${quote(name)}`);
    for (const other of dependsOn) {
      if (!names.includes(other))
        problems.push(`${quote(name)} depends on ${quote(other)}, which is no session; expected one of ${names.map(quote).join(", ")}`);
    }
  }
  const stuck = findCycle(sessions);
  if (problems.length === 0 && stuck.length > 0) problems.push(`these sessions wait for each other: ${stuck.map(quote).join(", ")}`);
  return problems;
}

/** The sessions that can never start, as each waits for another of them. */
function findCycle(sessions: readonly PlannedSession[]): string[] {
  let open = [...sessions];
  for (;;) {
    const names = new Set(open.map(({ name }) => name));
    const waiting = open.filter(({ dependsOn }) => dependsOn.some((name) => names.has(name)));
    if (waiting.length === open.length) return open.map(({ name }) => name);
    open = waiting;
  }
}

function findSameFiles(paths: readonly string[]): string[] {
  const lower = paths.map((path) => path.toLowerCase());
  return paths.filter((_, index) => lower.indexOf(lower[index]!) < index).map((path) => `two things would be written to ${quote(path)}`);
}
