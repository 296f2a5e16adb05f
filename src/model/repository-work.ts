import { rememberedOfIn } from "../remembered.ts";
import type { Position } from "unist";
import type { Evidence } from "../rule.ts";
import type { Workspace } from "../workspace.ts";
import type { Prompt } from "./prompt.ts";
import { readProtocol, type Protocol } from "./protocol.ts";
import { findRepositories } from "./repositories.ts";

/** What a prompt whose sessions work in several repositories says of them. */
export interface RepositoryWork extends Pick<Protocol, "facts" | "claim"> {
  /** `owner/name` or `name`, in lower case; those that a board or a `Repository:` line gives. */
  names: ReadonlySet<string>;
  /** The names without owners, of all that it speaks of. */
  shortNames: readonly string[];
  /** Whether a board gives several. */
  onBoard: boolean;
  /** Whether fields say so, rather than what is cloned or spoken of. */
  isSure: boolean;
  /** Where the prompt first speaks of one. */
  place: Position;
}

/** `undefined` for one session, and where only one repository is in play. */
export const readRepositoryWork: (prompt: Prompt, workspace: Workspace) => RepositoryWork | undefined = rememberedOfIn((prompt, workspace) => {
  if (!prompt.severalSessions) return undefined;
  const { names, onBoard, shortNames, place } = findRepositories(prompt, workspace);
  if (names.size < 2 && shortNames.length < 2) return undefined;
  const { facts, claim } = readProtocol(prompt, workspace);
  const first = place ?? claim?.place ?? prompt.document.passages[0]?.place ?? prompt.extent;
  return { facts, claim, names, shortNames, onBoard, isSure: names.size > 1, place: first };
});

/** Why the items about repositories do not apply. */
export const ONE_REPOSITORY: Evidence = { state: "skipped", why: "only one repository is in play" };
