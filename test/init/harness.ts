import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeWorkspace } from "../../src/init/files.ts";
import { planWorkspace, type PlanWishes } from "../../src/init/plan.ts";
import { sectionAt } from "../../src/parse/prose.ts";
import { parseDocument } from "../../src/parse/document.ts";
import { scriptSpan } from "../../src/parse/scripts.ts";
import { parsers } from "../parsers.ts";

// Sessions that do to the letter what the prompt of `init` says, with real bash and real git, against a bare remote in a temporary folder.

export const missingTools = ["git", "bash"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);

const REPOSITORY = "acme/widgets";
const template = readFileSync("templates/SESSION-PROMPT.md", "utf8");

/** A remote with a new workspace on it, and a clone for each session. */
export interface Stage {
  folder: string;
  /** The bare remote. */
  remote: string;
  plan: ReturnType<typeof planWorkspace>;
  /** The scripts of the prompt, by the number of their step. */
  steps: Map<number, string>;
  report: string;
}

export function setStage(wishes: Partial<PlanWishes> = {}): Stage {
  const folder = mkdtempSync(join(tmpdir(), "prompt-lint-init-"));
  const remote = join(folder, `${REPOSITORY}.git`);
  mkdirSync(dirname(remote), { recursive: true });
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", remote);

  const plan = planWorkspace({ sessions: 3, repository: REPOSITORY, dependencies: true, ...wishes });
  const author = cloneOf({ folder, remote }, "author");
  const files = writeWorkspace(plan, template);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(author, path)), { recursive: true });
    writeFileSync(join(author, path), text);
  }
  git(author, "checkout", "--quiet", "-B", plan.branch);
  git(author, "add", "--all");
  git(author, "commit", "--quiet", "-m", "infrastructure");
  git(author, "push", "--quiet", "--set-upstream", "origin", plan.branch);
  return { folder, remote, plan, ...readPromptScripts(files.find(({ path }) => path === plan.prompt)!.text) };
}

export function strike({ folder }: Stage): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The scripts as this linter reads them. */
function readPromptScripts(text: string): Pick<Stage, "steps" | "report"> {
  const document = parseDocument({ path: "SESSION-PROMPT.md", text }, parsers);
  const steps = new Map<number, string>();
  let report = "";
  for (const script of document.scripts) {
    const { title } = sectionAt(document.sections, scriptSpan(script).start);
    const step = /^Step (\d+)/.exec(title)?.[1];
    if (step !== undefined) steps.set(Number(step), script.text);
    if (title === "Report a blocker") report = script.text;
  }
  return { steps, report };
}

export function cloneOf({ folder, remote }: Pick<Stage, "folder" | "remote">, name: string): string {
  const clone = join(folder, name);
  git(folder, "clone", "--quiet", remote, clone);
  return clone;
}

/** What became of a session. */
export interface SessionEnd {
  /** The entries that it delivered. */
  completed: string[];
  /** The exit code of the step that ended it: 3 for nothing left. */
  code: number;
  reported: boolean;
  output: string;
}

export interface SessionOptions {
  /** What happens between steps, before the given step. */
  before?: (step: number) => void;
  env?: Record<string, string>;
}

/** Follows the prompt in a clone until it says stop. */
export async function followPrompt(stage: Stage, clone: string, { before, env = {} }: SessionOptions = {}): Promise<SessionEnd> {
  const end: SessionEnd = { completed: [], code: 0, reported: false, output: "" };
  const runStep = async (script: string): Promise<Ran> => {
    const ran = await runScript(script, clone, { WAIT_SECONDS: "0", PAUSE_SECONDS: "1", ...env });
    end.output += ran.output;
    return ran;
  };
  let step = 1;
  let item = "";
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    before?.(step);
    const { code, output } = await runStep(stage.steps.get(step)!);
    end.code = code;
    if (code === 3) return end;
    if (code !== 0) {
      end.reported = true;
      await runStep(stage.report);
      return end;
    }
    if (step === 3) {
      item = /^Entry: ### (.+)$/m.exec(output)![1]!;
      const file = /^WORK: write (.+)$/m.exec(output)![1]!;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${item}\n`);
    }
    if (step === 6) end.completed.push(item);
    step = step === 6 ? 2 : step + 1;
  }
  throw new Error(`not at an end after ${MAX_TURNS} scripts:\n${end.output}`);
}

const MAX_TURNS = 200;

interface Ran {
  code: number;
  output: string;
}

/** Each script is a shell of its own, as a session runs it. */
function runScript(script: string, cwd: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const shell = spawn("bash", ["-c", script], { cwd, env: { ...process.env, ...GIT_ENV, ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: SCRIPT_LIMIT });
    let output = "";
    for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    shell.on("error", reject);
    shell.on("close", (code) => (code === null ? reject(new Error(`a script did not end:\n${output}`)) : resolve({ code, output })));
  });
}

/** In milliseconds; only what hangs takes so long. */
const SCRIPT_LIMIT = 110_000;

const GIT_ENV = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

export function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8", env: { ...process.env, ...GIT_ENV } });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** A file as the remote has it. */
export function onRemote({ remote, plan }: Stage, path: string): string {
  return git(remote, "show", `${plan.branch}:${path}`);
}

/** All that is wrong after `ends`; empty when each entry was done by exactly one session. */
export function findFaults(stage: Stage, ends: readonly SessionEnd[]): string[] {
  const { plan } = stage;
  const faults: string[] = [];
  const completed = ends.flatMap((end) => end.completed).sort();
  const names = plan.sessions.map(({ name }) => name).sort();
  if (completed.join() !== names.join()) faults.push(`completed ${completed.join()} of ${names.join()}`);
  for (const end of ends) if (end.code !== 3) faults.push(`a session ended with ${end.code}:\n${end.output}`);

  const board = onRemote(stage, plan.board);
  const states = [...board.matchAll(/^- Status: (.+)$/gm)].map(([, status]) => status);
  if (states.some((state) => state !== "COMPLETE")) faults.push(`the board says ${states.join()}`);
  const claims = [...board.matchAll(/^- Claimed By: (.+)$/gm)].map(([, claim]) => claim);
  if (new Set(claims).size !== names.length || claims.some((claim) => !claim!.startsWith("CLAIMED-"))) faults.push(`the claims are ${claims.join()}`);
  const delivered = new Set(git(stage.remote, "ls-tree", "-r", "--name-only", plan.branch).split("\n"));
  for (const { output, name } of plan.sessions)
    if (!delivered.has(output) || onRemote(stage, output) !== `${name}\n`) faults.push(`${output} was not delivered`);

  const claimCommits = git(stage.remote, "log", "--format=%s", plan.branch)
    .split("\n")
    .filter((subject) => subject.startsWith("claim: "));
  if (claimCommits.length !== names.length) faults.push(`${claimCommits.length} claims were pushed for ${names.length} entries`);
  if (onRemote(stage, plan.blockers).includes("\n- ")) faults.push("there is a blocker");
  return faults;
}

/** `count` sessions that start at the same time. */
export async function runSessions(stage: Stage, count: number, options: SessionOptions = {}): Promise<SessionEnd[]> {
  const clones = Array.from({ length: count }, (_, index) => cloneOf(stage, `clone-${index}`));
  return Promise.all(clones.map((clone) => followPrompt(stage, clone, options)));
}

export function blockersOf(stage: Stage, clone: string): string {
  const local = join(clone, `${stage.plan.blockers}.unpushed`);
  return existsSync(local) ? readFileSync(local, "utf8") : "";
}

/** What a person does to the board, pushed. */
export function changeBoard({ folder, plan }: Stage, change: (board: string) => string): void {
  const author = join(folder, "author");
  git(author, "pull", "--quiet");
  writeFileSync(join(author, plan.board), change(git(author, "show", `HEAD:${plan.board}`)));
  git(author, "commit", "--quiet", "--all", "-m", "a person edits");
  git(author, "push", "--quiet");
}
