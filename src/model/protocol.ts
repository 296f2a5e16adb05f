import { documentAt, documentsAt, resolvedPaths } from "./lookup.ts";
import type { Position } from "unist";
import type { Document } from "../document.ts";
import { spanOf } from "../parse/prose.ts";
import { scriptSpan } from "../parse/scripts.ts";
import { rememberedOfIn } from "../remembered.ts";
import { toPosition } from "../source.ts";
import type { Workspace } from "../workspace.ts";
import { findClaimStep, findClaimWords } from "./claim.ts";
import { isInPrompt, type Prompt } from "./prompt.ts";
import type { Fact, FactKind } from "./protocol/fact.ts";
import { commentFacts, proseFacts } from "./protocol/prose-facts.ts";
import { hasUniqueId, scriptFacts } from "./protocol/script-facts.ts";

/** How the sessions of a prompt get their work, as far as scripts and prose say. */
export interface Protocol {
  /** In reading order. */
  facts: readonly Fact[];
  /** Where a session claims; `undefined` for one session alone, and where work is handed out. */
  claim: Claim | undefined;
  /** Where else it is said how to claim; only for a prompt that does not say so itself. */
  delegate: Delegate | undefined;
}

/** A document that a prompt sends its sessions to, and that says how to claim. */
interface Delegate {
  document: Document;
  place: Position;
  /** What it says; `undefined` when it is not here to be read. */
  protocol: Protocol | undefined;
}

/** The claim of a prompt, and what carries it. */
interface Claim {
  /** The most telling place: the edit, else the commit, else the words. */
  place: Position;
  /** The script or sentence that takes the item. */
  edit: Fact | undefined;
  /** What publishes it. */
  push: Fact | undefined;
  /** What excludes others at once, without a push. */
  lock: Fact | undefined;
  /** Only words say that work is claimed. */
  isOnlyTold: boolean;
  /** Only words claim, and none of them look for what is free: a person may name the item. */
  isNamed: boolean;
  /** It enters one item, which the prompt hands to this session: nobody else goes for it, though the push can fail. */
  isAssigned: boolean;
  /** What it writes belongs to this session alone. */
  hasUniqueId: boolean;
}

/** The claim protocol of a prompt; the prompts of a workspace that set one session to work have none. */
export const readProtocol: (prompt: Prompt, workspace: Workspace) => Protocol = rememberedOfIn(buildProtocol);

/** The first fact of one of the kinds that stands behind `after`, or anywhere. */
export function firstFact({ facts }: Pick<Protocol, "facts">, kinds: FactKind | readonly FactKind[], after = -1): Fact | undefined {
  return facts.find(({ kind, place }) => (typeof kinds === "string" ? kind === kinds : kinds.includes(kind)) && offsetOf(place) > after);
}

export function offsetOf(place: Position): number {
  return place.start.offset!;
}

/** Of each of these, those that say what to do when another session was first: the words for it, and close behind a way to go on. */
export function toldConflict({ facts }: Pick<Protocol, "facts">): Fact | undefined {
  return facts.find(({ kind, place, from }) => {
    if (kind !== "loses") return false;
    // «If the push fails:» and below it the commands for that; what stands above the claim may be its own.
    const isBehind = from === "prose" && facts.some((other) => other.kind === "claims" && offsetOf(other.place) < offsetOf(place));
    return facts.some(
      (other) =>
        (other.kind === "retries" || other.kind === "pulls" || other.kind === "drops-claim") &&
        (other.from === from || (isBehind && other.from === "script" && offsetOf(other.place) > offsetOf(place))) &&
        offsetOf(other.place) > offsetOf(place) - JUST_BEFORE &&
        offsetOf(other.place) < offsetOf(place) + NEAR,
    );
  });
}

/** UTF-16 units between a condition in prose and what follows from it. */
const NEAR = 500;
/** «Retry when the push fails». */
const JUST_BEFORE = 40;

function buildProtocol(prompt: Prompt, workspace: Workspace): Protocol {
  if (!prompt.severalSessions) return { facts: [], claim: undefined, delegate: undefined };
  const facts = factsOf(prompt, workspace);
  const claim = findClaim(prompt, facts);
  return { facts, claim, delegate: claim?.isOnlyTold ? findDelegate(prompt, workspace) : undefined };
}

function factsOf(prompt: Prompt, { settings }: Workspace): Fact[] {
  const { passages, scripts } = prompt.document;
  const { start, end } = spanOf(prompt.extent);
  const isIn = (offset: number) => start <= offset && offset < end;
  return [
    ...passages.filter((passage) => isInPrompt(prompt, passage)).flatMap((passage) => proseFacts(passage, settings.phrases)),
    ...scripts.filter((script) => isIn(scriptSpan(script).start)).flatMap((script) => [...scriptFacts(script), ...commentFacts(script, settings.phrases)]),
  ].sort((a, b) => offsetOf(a.place) - offsetOf(b.place));
}

function findClaim(prompt: Prompt, facts: readonly Fact[]): Claim | undefined {
  const own = { facts };
  const lock = firstFact(own, "locks");
  const fakeLock = firstFact(own, "fakes-lock");
  const edits = facts.filter(({ kind, from, command }) => kind === "claims" && from === "script" && command?.invocation.subcommand !== "commit");
  const pushOf = ({ place, script }: Fact) => {
    const pushes = facts.filter(({ kind, from, place: other }) => kind === "pushes" && from === "script" && offsetOf(other) > offsetOf(place));
    return pushes.find((push) => push.script === script) ?? pushes[0];
  };
  // Of several, the one that goes out.
  const edit = edits.find((fact) => pushOf(fact)?.script === fact.script) ?? edits[0];
  const commit = facts.find(({ kind, from, command }) => kind === "claims" && from === "script" && command?.invocation.subcommand === "commit");
  const carrier = edit ?? commit;
  const search = findClaimStep(prompt);
  const told = search ?? findClaimWords(prompt);
  const ownPlace = firstFact(own, "own-place");
  const place = carrier?.place ?? (lock?.from === "script" ? lock.place : undefined) ?? fakeLock?.place ?? ownPlace?.place ?? told;
  if (!place) return undefined;

  const push = carrier ? pushOf(carrier) : undefined;
  const sayEdits = facts.filter(({ kind, from }) => kind === "edits" && from === "prose");
  // Of several, the one that the words to claim lead to.
  const sayEdit = sayEdits.find((fact) => told !== undefined && offsetOf(fact.place) >= offsetOf(told)) ?? sayEdits[0];
  const sayPush = facts.find(({ kind, from }) => kind === "pushes" && from === "prose");
  const nearby = told ? facts.filter(({ kind, place: other }) => kind === "pushes" && Math.abs(offsetOf(other) - offsetOf(told)) < FAR) : [];
  const near = nearby.find(({ place: other }) => offsetOf(other) > offsetOf(told!)) ?? nearby[0];
  return {
    place,
    edit: edit ?? sayEdit ?? commit,
    push: push ?? (carrier ? sayPush : sayEdit && near),
    lock,
    isOnlyTold: !carrier && !lock && !fakeLock,
    isNamed: !search && !carrier && !lock && !fakeLock,
    isAssigned: !told && !lock && !fakeLock && !edit && isOneItem(commit) && ASSIGNED.test(prompt.document.source.text),
    // What a session writes by hand is not in the script.
    hasUniqueId: edit?.script
      ? hasUniqueId(edit.script) ||
        facts.some(({ script }) => script !== undefined && isJustAbove(scriptSpan(script).start, offsetOf(place)) && hasUniqueId(script))
      : true,
  };
}

/** «Session B: Claiming billing», rather than «claim: $TASK» or «claim: Task X». */
function isOneItem(commit: Fact | undefined): boolean {
  return commit?.command !== undefined && !/[$<{[]|\b[XN]\b/.test(commit.command.text);
}

const ASSIGNED =
  /\byour assignment\b|\byou are (?:in )?(?:session|agent|worker|instance)[ -]#?(?:\d|[A-Z]\b)|^\W{0,6}(?:session|agent|worker) id\W{1,8}(?:session|agent|worker)[-_ ](?:\d|[A-Z]\b)/im;

function isJustAbove(offset: number, claim: number): boolean {
  return offset <= claim && claim - offset < FAR;
}

/** UTF-16 units between the words that claim and those that push. */
const FAR = 2500;

/**
 * Where a prompt sends its sessions to learn how to claim: a document that has
 * it in a script, or one that is named for it.
 */
function findDelegate(prompt: Prompt, workspace: Workspace): Delegate | undefined {
  const mentions = workspace.references.get(prompt.document) ?? [];
  const read = (document: Document): Protocol => {
    const whole = { document, extent: toPosition(document.source, { start: 0, end: document.source.text.length }), severalSessions: true };
    // What prose of another document calls a lock may be what it has its readers build.
    const facts = factsOf(whole, workspace).filter(({ kind, from }) => kind !== "locks" || from === "script");
    return { facts, claim: findClaim(whole, facts), delegate: undefined };
  };
  for (const document of documentsAt(workspace, resolvedPaths(workspace, prompt.document))) {
    if (document === prompt.document || document.scripts.length === 0) continue;
    const protocol = read(document);
    const { claim } = protocol;
    const isShown = claim && !claim.isOnlyTold && (claim.lock?.from === "script" || claim.push?.from === "script");
    if (isShown) return { document, place: claim.place, protocol };
  }
  const elsewhere = mentions.find(
    ({ text, use, resolved }) => use === "read" && /coordinat|protocol|claim/i.test(text) && (resolved === undefined || isTold(resolved)),
  );
  if (!elsewhere) return undefined;
  const document = elsewhere.resolved === undefined ? undefined : documentAt(workspace, elsewhere.resolved);
  if (!document) return { document: prompt.document, place: elsewhere.place, protocol: undefined };
  const protocol = read(document);
  return { document, place: protocol.claim?.place ?? document.tree.position!, protocol };

  function isTold(path: string): boolean {
    const passages = documentAt(workspace, path)?.passages ?? [];
    return passages.some(({ text, badExample }) => !badExample && /\bclaim/i.test(text)) && passages.some(({ text }) => /\b(?:commit|push|lock)\b/i.test(text));
  }
}
