import { decodeLoosely } from "./decode.ts";
import { GIT_FAILURES, type GitAccess, type GitRequest } from "./git-access.ts";

/** What is checked out, and where it is pushed to. */
export type Head =
  | { type: "detached" }
  /** A branch without a commit. */
  | { type: "unborn" }
  | { type: "branch"; name: string; upstream: Upstream | undefined };

interface Upstream {
  /** The whole ref: `refs/remotes/origin/main`. */
  ref: string;
  /** The config names it, and it is not there. */
  isGone: boolean;
  /** Commits that only this side has, and only the other. */
  ahead: number;
  behind: number;
}

export interface GitQuestion {
  git: GitAccess;
  repository: GitRequest["repository"];
}

/** The branch, as HEAD names it, `undefined` when it is detached; a text says why there is no answer. */
export function readHead({ git, repository }: GitQuestion, branch: string | undefined): Head | string {
  // HEAD is a stand-in where refs are kept as a `reftable`.
  const name = branch === STAND_IN ? askBranch({ git, repository }) : branch;
  if (name === undefined) return { type: "detached" };

  const answer = git.run({
    repository,
    command: "for-each-ref",
    words: ["--format=%(refname)%00%(upstream)%00%(upstream:track,nobracket)", "--", `refs/heads/${name}`],
    maxBytes: MAX_ANSWER,
  });
  if (typeof answer === "string") return GIT_FAILURES[answer];
  const line = decodeLoosely(answer)
    .split("\n")
    .map((line) => line.split("\0"))
    .find(([ref]) => ref === `refs/heads/${name}`);
  if (!line) return { type: "unborn" };
  const [, ref = "", track = ""] = line;
  // A branch of this repository may be an upstream as well: nobody else has it.
  if (ref === "" || ref.startsWith("refs/heads/")) return { type: "branch", name, upstream: undefined };
  return {
    type: "branch",
    name,
    upstream: { ref, isGone: track === "gone", ahead: Number(/ahead (\d+)/.exec(track)?.[1] ?? 0), behind: Number(/behind (\d+)/.exec(track)?.[1] ?? 0) },
  };
}

function askBranch({ git, repository }: GitQuestion): string | undefined {
  const answer = git.run({ repository, command: "symbolic-ref", words: ["--quiet", "HEAD"], maxBytes: MAX_ANSWER });
  return typeof answer === "string" ? undefined : /^refs\/heads\/(.+)\n$/.exec(decodeLoosely(answer))?.[1];
}

const STAND_IN = ".invalid";
const MAX_ANSWER = 64 * 1024;
