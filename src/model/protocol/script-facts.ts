import type { BashScript, BashSpan } from "../../parse/bash.ts";
import { remembered } from "../../remembered.ts";
import { analyzeScript, type CommandVerdict } from "../../shell/analyze.ts";
import { hasOption } from "../../shell/commands.ts";
import { editedFiles } from "../../shell/staging.ts";
import { groupOfKnownWord } from "../vocabulary.ts";
import { findStatusWrites } from "../status-writes.ts";
import type { Fact, FactKind } from "./fact.ts";

/** The steps that a script takes, in reading order. */
export function scriptFacts(script: BashScript): Fact[] {
  if (script.badExample || script.isTranscript) return [];
  const facts: Fact[] = [];
  const commands = analyzeScript(script).commands.filter(({ span }) => !script.isBadExample(span));
  for (const command of commands) {
    for (const kind of kindsOf(command)) facts.push({ kind, from: "script", place: script.place(command.span), script, command });
  }
  const add = (kind: FactKind, span: BashSpan) => facts.push({ kind, from: "script", place: script.place(span), script });
  for (const { value, span } of findStatusWrites(script)) {
    const group = groupOfStatus(value);
    if (group === "active") add("marks-active", span);
    if (group === "done") add("marks-done", span);
  }
  const verified = findReread(commands, script);
  if (verified) add("verifies-claim", verified.span);
  const own = findOwnPlace(facts);
  if (own) add("own-place", own.span);
  const lock = findCheckedLock(script, commands);
  if (lock) add("fakes-lock", lock.span);
  return facts.sort((a, b) => a.place.start.offset! - b.place.start.offset!);
}

/** Whether the claim in a script carries something that no other session writes; a time alone is shared by two that claim in one second. */
export const hasUniqueId = remembered(
  ({ text, placeholders }: BashScript): boolean =>
    UNIQUE.test(text) || SIGNED.test(text) || placeholders.some((placeholder) => OWN_NAME.test(text.slice(placeholder.start, placeholder.end))),
);

const UNIQUE =
  /\$\$|\$\{?(?:BASHPID|PPID|RANDOM|SRANDOM|HOSTNAME|EPOCHREALTIME)\b|\buuid|\bhostname\b|\bopenssl rand\b|\/dev\/u?random|\bmktemp\b|%N\b|\bsession[-_ ]?[A-H\d]\d?\b|\$\{?(?:MY_\w|\w{0,20}(?:SESSION|AGENT|WORKER|INSTANCE)_?ID\b|(?:AGENT|WORKER|SESSION|WHO|ME)\b)|\$\{?[1-9]\b/i;
/** Signed in the message by an example: «by Nora», «worker-A claimed», «(@{user})». */
const SIGNED =
  /\b(?:by|for) [A-Z][a-z]+\b|\b(?:worker|agent|instance|terminal|team|dev)[-_ ][A-H\d]\b|[<{[]{1,2}@?(?:\w{1,20}[-_ ])?(?:session|agent|worker|user|owner|dev|who|assignee)[- \w]{0,20}[>}\]]/;
const OWN_NAME = /session|agent|worker|your|name|\bid\b|user|owner|author|assignee|member|handle|\bwho\b|\bme\b|\bdev\b/i;

function kindsOf(command: CommandVerdict): FactKind[] {
  const { invocation, text } = command;
  const { name, subcommand, args } = invocation;
  const kinds: FactKind[] = [];
  if (invocation.wrappers.includes("flock") || name === "flock") kinds.push("locks");
  if (name === "git") kinds.push(...gitKinds(command));
  else if (editsInPlace(command)) {
    kinds.push("edits");
    const [replaced, written] = readEdit(text);
    if (isClaimingEdit(replaced, written)) kinds.push("claims");
    if (/\bin[ _-]?progress\b/i.test(written)) kinds.push("marks-active");
    else if (/\b(?:complete|completed|done|finished)\b/i.test(written)) kinds.push("marks-done");
  }
  if (isLock(command)) kinds.push("locks");
  if (name === "redis-cli" && /\bset\b/i.test(args[0]?.value ?? "") && /claim|lock/i.test(text)) kinds.push(/\bnx\b/i.test(text) ? "locks" : "fakes-lock");
  if ((name === "grep" || name === "awk" || name === "sed" || name === "yq" || name === "jq" || name === "rg") && /\brepo(?:sitory)?\b/i.test(text))
    kinds.push("reads-repository");
  if ((name === "bd" || name === "br") && subcommandOf(args) === "close") kinds.push("marks-done");
  if (name === "bd" && /--status[= ]["']?in[_-]progress|--claim/.test(text)) kinds.push("marks-active");
  if (name === "mv" || (name === "git" && subcommand === "mv")) kinds.push(...marksOfFolder(invocation.args.at(-1)?.value ?? ""));
  // `coordinator.sh complete TASK`: a tool that keeps the board has a word for it.
  else if (name !== undefined && !GENERIC.has(name) && /[./_-]/.test(name)) {
    const word = subcommandOf(args) ?? "";
    if (/^(?:complete|done|finish|close)$/.test(word)) kinds.push("marks-done");
    // Such a tool says itself that what it gave away is worked on.
    if (/^(?:start|begin|claim)$/.test(word)) kinds.push("marks-active");
  }
  if (name === "gh" && subcommand === "repo") kinds.push(/\bclone\b/.test(text) ? "switches-repository" : "checks-repository");
  if (name === "cd" || name === "pushd") kinds.push("switches-repository");
  if (name === "pwd") kinds.push("verifies-switch");
  if (name === "exec" || invocation.wrappers.includes("exec")) if (/\$\{?(?:0|BASH_SOURCE)/.test(text)) kinds.push("retries");
  if (/^(?:echo|printf)$/.test(name ?? "") && /\bretry|\btry(?:ing)? (?:again|the next|next)/i.test(text)) kinds.push("says-retry");
  return kinds;
}

/** Where the folder is the state: `git mv backlog/ready/X backlog/claimed/X`. */
function marksOfFolder(target: string): FactKind[] {
  if (/(?:^|\/)(?:claimed|in[-_]?progress|active|doing|current|wip|working)\//i.test(`${target}/`)) return ["marks-active"];
  return /(?:^|\/)(?:done|completed?|finished|closed|archived?|(?:pending[-_]|in[-_])?review)\//i.test(`${target}/`) ? ["marks-done"] : [];
}

/** «claim: Session 2», «Session A: Claiming checkout». */
const CLAIM_MESSAGE = /-\w*m\s?["'][^"'\n]{0,60}\bclaim(?:s|ed|ing)?(?::| \S)/i;

function gitKinds({ invocation, text }: CommandVerdict): FactKind[] {
  const { subcommand = "", operands } = invocation;
  const kinds: FactKind[] = [];
  if (/^(?:pull|fetch|clone)$/.test(subcommand) || (subcommand === "remote" && /\bupdate\b/.test(text))) kinds.push("pulls");
  if (subcommand === "add" || subcommand === "stage") kinds.push("stages");
  if (subcommand === "commit") kinds.push("commits", ...(CLAIM_MESSAGE.test(text) ? (["claims"] as const) : []));
  if (subcommand === "push") kinds.push(hasOption(invocation, /^--force-with-lease=.+:/) || /:?refs\/(?!heads\/)/.test(text) ? "locks" : "pushes");
  if (subcommand === "reset" && hasOption(invocation, /^--(?:hard|keep|merge)$/)) kinds.push("drops-claim");
  if (/^(?:rebase|merge|am|cherry-pick)$/.test(subcommand) && hasOption(invocation, /^--(?:abort|quit|skip)$/)) kinds.push("drops-claim");
  if (subcommand === "restore" || subcommand === "revert" || subcommand === "clean") kinds.push("drops-claim");
  if (subcommand === "checkout" && (operands.some(({ value }) => value === "--" || value === "." || value === "-f") || /\bcheckout -B\b/.test(text)))
    kinds.push("drops-claim");
  if ((subcommand === "remote" && !/\b(?:add|update|set-url|remove)\b/.test(text)) || (subcommand === "rev-parse" && /show-toplevel/.test(text)))
    kinds.push("checks-repository", "verifies-switch");
  if (subcommand === "config" && /remote\.\w+\.url/.test(text)) kinds.push("checks-repository", "verifies-switch");
  if (subcommand === "branch" || subcommand === "status" || (subcommand === "rev-parse" && !/show-toplevel/.test(text))) kinds.push("verifies-switch");
  if (subcommand === "clone" || subcommand === "checkout" || subcommand === "switch") kinds.push("switches-repository");
  return kinds;
}

/** What an edit takes away, where it says so, and what it writes. */
function readEdit(text: string): [replaced: string, written: string] {
  const substitution = /(?:^|[\s"'}/\d])s([/|#,])/.exec(text);
  if (!substitution) return ["", text];
  const [replaced = "", written = ""] = text.slice(substitution.index + substitution[0].length).split(substitution[1]!, 2);
  return [replaced, written];
}

/** It takes what is free, or writes a claim, and frees or makes no item. */
function isClaimingEdit(replaced: string, written: string): boolean {
  if (/\b(?:UNCLAIMED|AVAILABLE|READY|OPEN|TODO|COMPLETED?|DONE|BLOCKED|QUEUED)\b/.test(written)) return false;
  const takesFree = /\bUNCLAIMED\b|\bAVAILABLE\b|\bunclaimed\b/.test(replaced);
  return takesFree || /\bCLAIM(?:ED|_ID|ED_BY)?\b|\bclaimed?[ _-]?by\b|\bclaimed\b|\bassignee\b/i.test(written);
}

function editsInPlace({ invocation, text }: CommandVerdict): boolean {
  const { name } = invocation;
  if (name === "yq") return hasOption(invocation, /^-(?:\w*i|-inplace)/);
  if (name === "perl" || name === "ruby") return hasOption(invocation, /^-\w*i/);
  if (name === "python3" || name === "python" || name === "node") return /\bwrite|\bdump\b/.test(text);
  if (name === "echo" || name === "printf") return editedFiles(invocation).length > 0 && /claim/i.test(text);
  return editedFiles(invocation).length > 0;
}

/** What only one of two sessions can do: see mkdir(2), ln(1), `bd update --claim`. */
function isLock({ invocation, text, verdict, by }: CommandVerdict): boolean {
  const { name, args } = invocation;
  // A failure that nobody looks at lets both in.
  if (name === "mkdir") return /lock|claim/i.test(text) && verdict === "checked" && by !== "errexit" && !hasOption(invocation, /^-(?:\w*p|-parents)/);
  if (name === "ln") return /lock|claim/i.test(text) && verdict === "checked" && !hasOption(invocation, /^-\w*f/);
  if (name === "etcdctl") return /\b(?:lock|txn)\b/.test(text);
  if (name === "lockfile" || name === "shlock" || name === "dotlockfile" || name === "setlock") return true;
  if (name === "curl") return /If-(?:None-)?Match/i.test(text);
  if (name === "psql" || name === "sqlite3" || name === "mysql") return /SKIP LOCKED|FOR UPDATE|\bUPDATE\b.{0,200}\bWHERE\b.{0,200}\bstatus\b/is.test(text);
  const isGeneric = name !== undefined && !GENERIC.has(name);
  return (isGeneric && args.some(({ value }) => value === "claim" || value === "--claim" || value === "acquire")) || /set (?:-C|-o noclobber)\b/.test(text);
}

const GENERIC = new Set(["git", "echo", "printf", "grep", "egrep", "sed", "awk", "rg", "gh", "cat", "cd", "touch", ""]);

function subcommandOf(args: readonly { value: string }[]): string | undefined {
  return args.find(({ value }) => !value.startsWith("-"))?.value;
}

function groupOfStatus(value: string) {
  return (
    groupOfKnownWord(value) ??
    groupOfKnownWord(
      value
        .replace(/^\P{L}+/u, "")
        .split(/[([]/, 1)[0]!
        .trim(),
    )
  );
}

/** After the push: the board of the remote, and in it the session's own id. */
function findReread(commands: readonly CommandVerdict[], script: BashScript): CommandVerdict | undefined {
  const push = commands.find(({ invocation }) => invocation.name === "git" && invocation.subcommand === "push");
  if (!push) return undefined;
  let hasRemote = false;
  for (const command of commands) {
    if (command.span.pos <= push.span.pos) continue;
    const { invocation, text, span } = command;
    const isRemote = invocation.name === "git" && /^(?:fetch|pull|show|ls-remote|cat-file|log|diff|rev-parse|merge-base)$/.test(invocation.subcommand ?? "");
    hasRemote ||= isRemote || /^(?:curl|gh)$/.test(invocation.name ?? "");
    if (!hasRemote) continue;
    if (/^(?:e?grep|rg|awk|sed|test|\[|yq|jq)$/.test(invocation.name ?? "") && OWN_ID.test(text)) return command;
    // `[[ "$(git show origin/main:BOARD)" == *"$ID"* ]]`
    const line = script.text.slice(script.text.lastIndexOf("\n", span.pos) + 1, (script.text.indexOf("\n", span.end) + 1 || script.text.length + 1) - 1);
    if (isRemote && /==|=~|!=|\s=\s/.test(line) && OWN_ID.test(line)) return command;
  }
  return undefined;
}

const OWN_ID = /\$\{?\w{0,30}(?:ID|CLAIM|SESSION|ME|AGENT|WORKER|OWNER|NAME|WHO|HOST|TOKEN|MINE)\w{0,20}|\bHEAD\b/i;

/** `git add STATUS-SESSION-{N}.yaml` as all that a claim commits: no other session writes, or looks, there. */
function findOwnPlace(facts: readonly Fact[]): CommandVerdict | undefined {
  const claim = facts.find(({ kind, command }) => kind === "claims" && command?.invocation.subcommand === "commit");
  const edits = facts.flatMap(({ kind, command }) =>
    kind === "claims" && command && command.invocation.subcommand !== "commit" ? editedFiles(command.invocation) : [],
  );
  if (!claim?.command || edits.some(({ value }) => !OWN_FILE.test(value))) return undefined;
  const before = facts.filter(({ kind, place }) => kind === "stages" && place.start.offset! < claim.place.start.offset!);
  const files = before.flatMap(({ command }) => command!.text.split(/\s+/).slice(2));
  return files.length > 0 && files.every((file) => OWN_FILE.test(file)) ? before[0]!.command : undefined;
}

const OWN_FILE = /(?:session|agent|worker|instance)[-_](?:[{<[$\d]|[A-H]\b)/i;

/** `[ -f lock ] || touch lock`: between the two another session does the same. */
function findCheckedLock(script: BashScript, commands: readonly CommandVerdict[]): CommandVerdict | undefined {
  const tests = [...script.text.matchAll(/(?:\[\[?|\btest) (?:! )?-[efds] "?([^\s"\]]{1,200})/g)].filter(({ 1: file }) => /lock|claim/i.test(file!));
  if (tests.length === 0) return undefined;
  return commands.find(({ invocation, span }) => {
    const made = [...editedFiles(invocation).map(({ value }) => value), ...(invocation.name === "touch" ? invocation.args.map(({ value }) => value) : [])];
    return tests.some(({ 1: file, index }) => index < span.pos && made.some((path) => path === file));
  });
}
