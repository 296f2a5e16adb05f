import type { Position } from "unist";
import type { Document } from "../../document.ts";
import type { Passage } from "../../parse/prose.ts";
import { analyzeScript } from "../../shell/analyze.ts";
import type { Fact } from "./fact.ts";

/** What is wrong with the order in which a claim is edited, committed and pushed. */
export interface OrderFault {
  /** `pushed-first`: the push goes out before the commit that it should carry; `work-between`: the session works before others see the claim. */
  kind: "pushed-first" | "work-between";
  place: Position;
  /** A script has all of it, so that the order is not just how it is told. */
  isSure: boolean;
}

interface ClaimSteps {
  edit: Fact | undefined;
  push: Fact | undefined;
  /** Of the claim, where a script makes it. */
  place: Position;
  isOnlyTold: boolean;
}

/** Looks at the steps from the edit of a claim to its push; `facts` are all of the prompt, in reading order. */
export function findOrderFault({ edit, push, place, isOnlyTold }: ClaimSteps, facts: readonly Fact[], document: Document): OrderFault | undefined {
  const carrier = edit?.script ? edit : facts.find(({ kind, from }) => kind === "claims" && from === "script");
  const early = carrier && findEarlyPush(carrier, facts);
  if (early) return { kind: "pushed-first", place: early.place, isSure: true };
  if (!edit || !push) return undefined;
  const [from, to] = [offsetOf(isOnlyTold || edit.from === "script" ? edit.place : place), offsetOf(push.place)];
  const isBetween = ({ start }: Position): boolean => from < start.offset! && start.offset! < to;
  for (const script of document.scripts) {
    if (script.badExample || script.isTranscript) continue;
    for (const { invocation, span } of analyzeScript(script).commands) {
      const place = script.place(span);
      if (!isBetween(place) || !WORK_COMMANDS.has(invocation.name ?? "") || script.isBadExample(span)) continue;
      return { kind: "work-between", place, isSure: edit.script === script && push.script === script };
    }
  }
  const told = document.passages.find((passage) => !passage.badExample && passage.type !== "cell" && isBetween(passage.place) && WORK_STEP.test(passage.text));
  if (!told) return undefined;
  return { kind: "work-between", place: told.place, isSure: isOnlyTold && (isKept(told) || isInOneList(told)) };

  /** The claim is committed, then the work starts, and the push comes with the work. */
  function isKept({ place: { start } }: Passage): boolean {
    return facts.some(({ kind, from: source, place }) => kind === "commits" && source === "prose" && from < offsetOf(place) && offsetOf(place) < start.offset!);
  }

  /** Steps one below the other: edit the board, do the work, commit and push. */
  function isInOneList({ type, section }: Passage): boolean {
    const holds =
      (offset: number) =>
      ({ type, section: own, place }: Passage) =>
        type === "item" && own === section && place.start.offset! <= offset && offset < place.end.offset!;
    return type === "item" && [from, to].every((offset) => document.passages.some(holds(offset)));
  }
}

/** The last push of the script that claims, where the commit only follows behind it. */
function findEarlyPush(edit: Fact, facts: readonly Fact[]): Fact | undefined {
  if (!edit.script) return undefined;
  const isCommit = edit.command?.invocation.subcommand === "commit";
  const own = facts.filter(({ script, command }) => script === edit.script && command !== undefined);
  const commit = isCommit ? edit : own.find(({ kind, place }) => kind === "commits" && offsetOf(place) > offsetOf(edit.place));
  if (!commit) return undefined;
  const pushes = facts.filter(({ kind, from }) => kind === "pushes" && from !== "comment");
  if (pushes.some(({ place }) => offsetOf(place) > offsetOf(commit.place))) return undefined;
  return own.findLast(({ kind, place }) => kind === "pushes" && offsetOf(place) < offsetOf(commit.place));
}

function offsetOf(place: Position): number {
  return place.start.offset!;
}

/** Programs that build, test, wait or start agents: minutes in which another session takes the same item. */
const WORK_COMMANDS = new Set(
  "npm pnpm yarn npx make cargo go pytest tox mvn gradle dotnet docker claude codex gemini aider sleep ansible terraform rspec bundle".split(" "),
);
const WORK_STEP =
  /^(?:\W|\d|step\b|then\b){0,12}(?:(?:start|begin|do|execute|implement|complete|perform|finish) (?:on )?(?:the |your |its )?(?:actual )?(?:work|task|mission|implementation|session|item|feature|story)|(?:start|begin) (?:to )?(?:build|cod|work|implement|develop)(?:e|ing)?|implement (?:it|with))\b/i;
