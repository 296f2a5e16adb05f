import type { Clock } from "../model/clock.ts";
import { isAnswer, type FileSystem } from "../read/file-system.ts";
import { baseName, isAbsolute } from "../read/paths.ts";
import { isMovable, moveRequest, nameBytes, nameLink, nameList, nameReal, toTracePath, type Question, type Trace, type World } from "./trace.ts";

export interface Recording {
  /** In place of those of the world. */
  fs: FileSystem;
  clock: Clock;
  /** What was asked up to now; a text when the answers cannot be kept, which says why behind "as". */
  trace(): Trace | string;
}

/** Lets a run ask the world, and notes what it asks. */
export function recordWorld({ fs, clock, place }: World): Recording {
  const answers = new Map<string, readonly [Question, string]>();
  let refusal: string | undefined;
  let isBound = false;

  const note = (question: Question, answer: string) => {
    const key = JSON.stringify(question);
    const known = answers.get(key);
    if (!known) answers.set(key, [question, answer]);
    else if (known[1] !== answer) refusal ??= "something has changed while it was read";
  };
  const at = (path: string) => {
    const inside = toTracePath(place, path);
    if (!isMovable(inside)) isBound = true;
    return inside;
  };
  const { git, load } = fs;

  return {
    fs: {
      ...fs,
      kindOf(path) {
        const answer = fs.kindOf(path);
        note(["kind", at(path)], answer);
        return answer;
      },
      list(folder) {
        const answer = fs.list(folder);
        note(["list", at(folder)], nameList(answer));
        return answer;
      },
      read(path, limit) {
        const answer = fs.read(path, limit);
        // In a linked working tree or a submodule it names another folder, from the top of the disk or back to here.
        if (baseName(path) === ".git" && isAnswer(answer)) isBound = true;
        note(["read", at(path), limit], nameBytes(answer));
        return answer;
      },
      readLink(path) {
        const answer = fs.readLink(path);
        if (answer !== undefined && isAbsolute(answer)) isBound = true;
        note(["link", at(path)], nameLink(answer));
        return answer;
      },
      realPath(path) {
        const answer = fs.realPath(path);
        if (answer !== undefined) at(answer);
        note(["real", at(path)], nameReal(answer, place));
        return answer;
      },
      git: git && {
        hashBlob: git.hashBlob,
        run(request) {
          const answer = git.run(request);
          if (answer === "too-slow") refusal ??= "git was too slow to answer";
          note(["git", moveRequest(request, at)], nameBytes(answer));
          return answer;
        },
      },
      load:
        load &&
        ((path) => {
          refusal ??= "a plugin was run, which can ask what nobody sees";
          return load(path);
        }),
    },
    clock: {
      now() {
        refusal ??= "the time itself was asked for";
        return clock.now();
      },
      isOlder(moment, age) {
        const answer = clock.isOlder(moment, age);
        note(["older", moment, age], String(answer));
        return answer;
      },
      describeAge(moment) {
        const answer = clock.describeAge(moment);
        note(["age", moment], answer);
        return answer;
      },
    },
    trace: () => refusal ?? { ...(isBound && { place }), answers: [...answers.values()] },
  };
}
