import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import type { Writable } from "node:stream";
import { writeWorkspace } from "../init/files.ts";
import { planWorkspace, PLAN_DEFAULTS, type PlanWishes, type WorkspacePlan } from "../init/plan.ts";
import { quote } from "../nearest.ts";
import { findRepository, readGitConfig, readGitNames } from "../read/git.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { escapeTerminal } from "../report/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { InitArguments } from "./init-arguments.ts";
import { printOutput } from "./print.ts";
import type { Services, Surroundings } from "./services.ts";
import { rejectExisting, writeNewFiles } from "./write-new-files.ts";

/** Writes a workspace that passes the strict preset, or nothing. */
export async function runInit(options: InitArguments, surroundings: Surroundings, services: Services): Promise<void> {
  const folder = resolve(surroundings.cwd, options.dir ?? ".");
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${quote(options.dir ?? ".")} is no folder`);
  if (options.configOnly) return (await import("./init-config.ts")).runInitConfig(options, surroundings, services);
  const around = lookAround(folder);
  // What is in the way is said before the first question.
  rejectExisting(folder, options.config ? [".prompt-lint.json"] : []);

  const wishes = await completeWishes(options, around, surroundings);
  if (wishes === undefined) throw new UsageError("stopped: nothing was written");
  const plan = planWorkspace(wishes);
  const files = writeWorkspace(plan, await services.readPromptTemplate());
  writeNewFiles(folder, files);
  const lines = [
    ...files.map(({ path }) => `wrote ${path}`),
    "",
    ...nextSteps(
      plan,
      files.map(({ path }) => path),
      { dir: options.dir, remote: around.remote },
    ),
  ];
  await printOutput(surroundings, `${lines.map(escapeTerminal).join("\n")}\n`);
}

/** What the folder's git knows; the scripts of the prompt run at the repository's root, and their paths start there. */
function lookAround(folder: string): Around {
  const path = nodeFileSystem.realPath(nodeFileSystem.fromNative(folder)) ?? nodeFileSystem.fromNative(folder);
  const repository = findRepository(nodeFileSystem, path);
  if (!repository) return { repository: undefined, branch: undefined, remote: undefined };
  if (repository.top !== path) throw new UsageError(`the status file has to lie at the root of the repository: expected \`--dir ${repository.top}\``);
  const config = readGitConfig(nodeFileSystem, repository);
  const { remotes, branch } = readGitNames(nodeFileSystem, repository, config);
  const names = [...config.keys()].flatMap((key) => /^remote\.(.+)\.url$/.exec(key)?.[1] ?? []);
  return {
    repository: remotes.length === 1 ? remotes[0]!.split("/").slice(-2).join("/") : undefined,
    branch,
    remote: names.includes("origin") ? "origin" : names[0],
  };
}

interface Around {
  /** `owner/name` */
  repository: string | undefined;
  branch: string | undefined;
  /** What git calls the remote that is pushed to. */
  remote: string | undefined;
}

/** `undefined` when the user has thought better of it. */
async function completeWishes(options: InitArguments, around: Around, surroundings: Surroundings): Promise<PlanWishes | undefined> {
  const { sessions, repository = around.repository, branch = around.branch, output, board, prompt, blockers, dependencies, config } = options;
  const known = { sessions, repository, branch, output, board, prompt, blockers, dependencies, config };
  if (!options.yes) {
    const { stdin, stdout } = surroundings;
    if (!(stdin as { isTTY?: boolean }).isTTY || !stdout.isTTY) {
      throw new UsageError(
        "`init` asks on a terminal, and this is none: say `--yes`, and what differs from the defaults, as in `prompt-lint init --yes --sessions 3 --repository owner/name`",
      );
    }
    return (await import("./init-questions.ts")).askWishes(known, options, { input: stdin, output: stdout as unknown as Writable });
  }
  if (repository === undefined) throw new UsageError("expected `--repository owner/name`: the folder's git does not tell which one it is");
  return { ...known, sessions: sessions ?? PLAN_DEFAULTS.sessions, repository };
}

/** A prompt passes in full when one session has tried it, so the first look leaves that out. */
function nextSteps(
  { board, prompt, branch, repository }: WorkspacePlan,
  paths: readonly string[],
  { dir, remote }: { dir: string | undefined; remote: string | undefined },
): string[] {
  return [
    "Next:",
    `  1. say in ${board} what each session has to do, behind «Task»`,
    ...(dir === undefined ? [] : [`     (all of this in ${dir})`]),
    "  2. commit and push, before anybody gets the prompt:",
    `       git add ${paths.join(" ")}`,
    '       git commit -m "Infrastructure for parallel sessions"',
    ...(remote === undefined ? [`       add a remote first: git remote add origin <where ${repository} is>`] : []),
    `       git push -u ${remote ?? "origin"} ${branch}`,
    "  3. lint all but the rehearsal, which is still to come:",
    "       npx prompt-lint --preset strict --rule unrehearsed:off",
    "  4. rehearse: send it to one session first, and see that it reaches COMPLETE and leaves no blocker",
    "  5. fetch what that session has pushed, and lint all of it:",
    "       git pull",
    "       npx prompt-lint --preset strict",
    `  6. send it to each session, each in a clone of ${repository} of its own:`,
    `       Read ${prompt} and do what it says.`,
  ];
}
