import type { Readable, Writable } from "node:stream";
import { cancel, confirm, intro, isCancel, multiselect, outro, select, text } from "@clack/prompts";
import { PRESETS } from "../config/presets.ts";
import type { ConfigWishes } from "../init/config.ts";
import {
  findBranchProblem,
  findPathProblem,
  findRepositoryProblem,
  findSessionCountProblem,
  PLAN_DEFAULTS,
  planWorkspace,
  type PlanWishes,
} from "../init/plan.ts";
import { escapeTerminal } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";

export interface Terminal {
  input: Readable;
  output: Writable;
}

/** What is known before anything is asked: proposals, or what options have said. */
export type KnownWishes = { [Key in keyof PlanWishes]?: PlanWishes[Key] | undefined };

/** Asks for what no option has said (`said`), with what is known as proposal. `undefined` when the user cancels. */
export async function askWishes(known: KnownWishes, said: KnownWishes, terminal: Terminal): Promise<PlanWishes | undefined> {
  intro("A status file, a prompt, and what they need", terminal);
  try {
    const sessions = said.sessions ?? (await askSessions(terminal));
    const repository =
      said.repository ??
      (await ask({ message: "Repository that the sessions work on (owner/name)", initial: known.repository, problem: findRepositoryProblem }, terminal));
    const branch =
      said.branch ??
      (await ask({ message: "Branch that the status file lives on", initial: known.branch ?? PLAN_DEFAULTS.branch, problem: findBranchProblem }, terminal));
    const problem = (value: string) => findPathProblem("output", value.replaceAll("{session}", "x")) ?? needsSession(value, sessions);
    const output =
      said.output ?? (await ask({ message: "File that each session delivers ({session} is its name)", initial: PLAN_DEFAULTS.output, problem }, terminal));
    const dependencies = said.dependencies ?? (await agree("Write DEPENDENCIES.yaml too?", false, terminal));
    const wishes: PlanWishes = { ...known, sessions, repository, branch, output, dependencies };
    const { board, prompt, blockers } = planWorkspace(wishes);
    if (!(await agree(`Write ${board}, ${prompt}, ${blockers} and what goes with them?`, true, terminal))) throw new Cancelled();
    outro("Writing them", terminal);
    return wishes;
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    cancel("Stopped", terminal);
    return undefined;
  }
}

/** Asks what a config is to say, with what was found as proposal. `undefined` when the user cancels. */
export async function askConfig(
  found: ConfigWishes,
  said: { [Key in "preset" | "prompt" | "board"]?: unknown },
  terminal: Terminal,
): Promise<ConfigWishes | undefined> {
  intro("A config for the prompts and boards that are there", terminal);
  try {
    const preset =
      said.preset === undefined
        ? await choose(
            select({
              message: "Start from which preset?",
              initialValue: found.preset,
              options: PRESETS.map((value) => ({ value, hint: HINTS[value] })),
              ...terminal,
            }),
          )
        : found.preset;
    const prompts =
      said.prompt === undefined ? await askFiles("Which of these are prompts? None: names and content decide", found.prompts, terminal) : found.prompts;
    const boards =
      said.board === undefined ? await askFiles("Which of these are status files? None: their content decides", found.boards, terminal) : found.boards;
    outro("Writing .prompt-lint.json", terminal);
    return { ...found, preset, prompts, boards };
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    cancel("Stopped", terminal);
    return undefined;
  }
}

const HINTS = {
  minimal: "what can be wrong in any document",
  recommended: "what stalls sessions is an error, what makes it likely a warning",
  strict: "the items of the checklist are errors: the gate before sending",
};

async function askFiles(message: string, paths: readonly string[], terminal: Terminal): Promise<readonly string[]> {
  if (paths.length === 0) return paths;
  const options = paths.map((value) => ({ value, label: escapeTerminal(value) }));
  return choose(multiselect({ message, options, initialValues: [...paths], required: false, ...terminal }));
}

async function choose<Answer>(answer: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const value = await answer;
  if (isCancel(value)) throw new Cancelled();
  return value as Exclude<Answer, symbol>;
}

async function askSessions(terminal: Terminal): Promise<PlanWishes["sessions"]> {
  const message = "How many sessions? Or their names, as in: Backend; Frontend; Integration:Backend,Frontend";
  const problem = (value: string) => (isNumber(value) ? findSessionCountProblem(value) : findNamesProblem(toNames(value)));
  const given = await ask({ message, initial: String(PLAN_DEFAULTS.sessions), problem }, terminal);
  return isNumber(given) ? Number(given) : toNames(given);
}

function isNumber(value: string): boolean {
  return /^\d+$/.test(value);
}

function toNames(value: string): string[] {
  return value
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function findNamesProblem(sessions: string[]): string | undefined {
  try {
    planWorkspace({ sessions, repository: "owner/name" });
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.problems[0];
    throw error;
  }
}

function needsSession(output: string, sessions: PlanWishes["sessions"]): string | undefined {
  const several = typeof sessions === "number" ? sessions > 1 : sessions.length > 1;
  return several && !output.includes("{session}") ? "expected {session} in it: each session has a file of its own" : undefined;
}

interface Question {
  message: string;
  initial: string | undefined;
  /** What is wrong with an answer. */
  problem: (value: string) => string | undefined;
}

async function ask({ message, initial = "", problem }: Question, terminal: Terminal): Promise<string> {
  const validate = (value: string | undefined) => {
    const found = problem((value ?? "").trim());
    return found === undefined ? undefined : escapeTerminal(found);
  };
  const value = await text({ message, initialValue: initial, validate, ...terminal });
  if (isCancel(value)) throw new Cancelled();
  return value.trim();
}

async function agree(message: string, initialValue: boolean, terminal: Terminal): Promise<boolean> {
  const value = await confirm({ message, initialValue, ...terminal });
  if (isCancel(value)) throw new Cancelled();
  return value;
}

class Cancelled extends Error {}
