import { createHash } from "node:crypto";
import type { Clock } from "../model/clock.ts";
import { isAnswer, type FileSystem } from "../read/file-system.ts";
import type { GitRequest } from "../read/git-access.ts";
import { joinPath, relativePath } from "../read/paths.ts";

/**
 * What a run has asked of the world and been answered: with the same answers
 * it would say the same again. Not the answers are kept but what names them, a
 * SHA-256 of what is long.
 *
 * The idea is that of verifying traces in «Build Systems à la Carte» (4.2.2),
 * <https://www.microsoft.com/en-us/research/uploads/prod/2018/03/build-systems.pdf>
 */
export interface Trace {
  /** Where it was, when something that was asked depends on that; a trace without holds wherever the folder is moved. */
  place?: string | undefined;
  answers: readonly (readonly [Question, string])[];
}

/** Paths are as `toTracePath` writes them. */
export type Question =
  | readonly ["kind" | "list" | "link" | "real", path: string]
  | readonly ["read", path: string, limit: number]
  | readonly ["git", request: GitRequest]
  /** In milliseconds. */
  | readonly ["older", moment: number, age: number]
  | readonly ["age", moment: number];

/** What can be asked, and from where. */
export interface World {
  fs: FileSystem;
  clock: Clock;
  /** The folder to which paths are relative, absolute: the top of the repository, or what stands for one. */
  place: string;
}

/** `.` and `./a/b` for what lies in the place; another path stays as it is. */
export function toTracePath(place: string, path: string): string {
  const inside = relativePath(place, path);
  if (inside === undefined || /(?:^|\/)\.\.(?:\/|$)/.test(inside)) return path;
  return inside === "" ? "." : `./${inside}`;
}

export function fromTracePath(place: string, path: string): string {
  return path === "." ? place : path.startsWith("./") ? joinPath(place, path.slice(2)) : path;
}

/** Whether what is said of a path stays true when its place is moved. */
export function isMovable(tracePath: string): boolean {
  return tracePath === "." || tracePath.startsWith("./");
}

/** Asks again. `seen` is shown the bytes of each file that is read. */
export function ask(question: Question, { fs, clock, place }: World, seen?: (path: string, bytes: Uint8Array) => void): string {
  const path = typeof question[1] === "string" ? fromTracePath(place, question[1]) : "";
  switch (question[0]) {
    case "kind":
      return fs.kindOf(path);
    case "list":
      return nameList(fs.list(path));
    case "link":
      return nameLink(fs.readLink(path));
    case "real":
      return nameReal(fs.realPath(path), place);
    case "read": {
      const bytes = fs.read(path, question[2]);
      if (isAnswer(bytes)) seen?.(question[1], bytes);
      return nameBytes(bytes);
    }
    case "git":
      return nameBytes(fs.git?.run(moveRequest(question[1], (inside) => fromTracePath(place, inside))) ?? "not-installed");
    case "older":
      return String(clock.isOlder(question[1], question[2]));
    case "age":
      return clock.describeAge(question[1]);
  }
}

/** A request with other paths in it. */
export function moveRequest(request: GitRequest, move: (path: string) => string): GitRequest {
  const { top, folder, common } = request.repository;
  return { ...request, repository: { top: move(top), folder: move(folder), common: move(common) } };
}

export function nameBytes(answer: Uint8Array | string): string {
  return typeof answer === "string" ? answer : digest(answer);
}

/** The order in which a disk lists names says nothing. */
export function nameList(answer: ReturnType<FileSystem["list"]>): string {
  return isAnswer(answer)
    ? digest(
        answer
          .map(({ name, kind }) => `${kind} ${name}\0`)
          .sort()
          .join(""),
      )
    : answer;
}

/** The text of a link may be anything. */
export function nameLink(answer: string | undefined): string {
  return answer === undefined ? "missing" : `to ${answer}`;
}

export function nameReal(answer: string | undefined, place: string): string {
  return answer === undefined ? "missing" : `at ${toTracePath(place, answer)}`;
}

function digest(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** What has changed when a question has another answer, as a sentence goes on: `"a.md" has changed`. */
export function describeChange(question: Question, quote: (text: string) => string): string {
  switch (question[0]) {
    case "git":
      return `git has another answer to \`${question[1].command}\``;
    case "older":
    case "age":
      return "a claim has grown older";
    case "list":
      return `${question[1] === "." ? "the workspace" : quote(question[1].replace(/^\.\//, ""))} holds other files`;
    default:
      return `${quote(question[1].replace(/^\.\//, ""))} has changed`;
  }
}
