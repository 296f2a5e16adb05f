import type { Command } from "unbash";
import type { Position } from "unist";
import type { Document } from "../document.ts";
import { descendantsOfType, simpleCommands } from "../parse/bash-tree.ts";
import type { BashScript } from "../parse/bash.ts";
import type { DataNode } from "../parse/data.ts";
import { sectionPath, spanOf, type Passage } from "../parse/prose.ts";
import { readInvocation } from "../shell/commands.ts";
import { scriptText } from "../shell/text.ts";
import { toPosition, type Span } from "../source.ts";
import { findSamples } from "./references/samples.ts";
import { readSaying } from "./references/wording.ts";

/** A path below the home folder of one person, where a text relies on it. */
export interface MachinePath {
  text: string;
  /** `/home/mira`, as written. */
  home: string;
  /** `mira`. */
  owner: string;
  place: Position;
}

/**
 * The paths of one person's machine that a text relies on, in reading order.
 * Left out are the homes that every container of a kind has (`/home/node`),
 * placeholders, examples, what programs printed, what is tested for or has a
 * fallback, and paths of other hosts.
 */
export function findMachinePaths(document: Document): MachinePath[] {
  if (!/home\/|Users[\\/]/.test(document.source.text)) return [];
  const isSample = findSamples(document);
  const paths = [
    ...document.passages.flatMap((passage) => inPassage(passage)),
    ...document.scripts.flatMap((script) => inScript(script)),
    ...inData(document),
  ].filter(({ place }) => !isSample(spanOf(place).start));
  return paths.sort((a, b) => spanOf(a.place).start - spanOf(b.place).start);
}

/** A match in some text, before its place in the file is known. */
interface Hit extends Omit<MachinePath, "place"> {
  at: Span;
  /** Whether anything follows the name of the owner: `/home/feed` may be a page of a site. */
  isDeep: boolean;
}

/**
 * `/home/NAME/…`, `/Users/NAME/…`, `C:\Users\NAME\…`, and how WSL and Git Bash
 * write the last: `/mnt/c/Users/…`, `/c/Users/…`. Not behind `host:`, a
 * variable or a folder.
 */
const MACHINE_PATH =
  /(?<![\p{L}\p{N}_.:@~\-/\\}$*])(?:(?:\/mnt)?\/[a-z]\/Users\/|\/(?:home|Users)\/|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2})([\p{L}\p{N}][\p{L}\p{N}._-]{0,60})((?:[\\/]{1,2}[^\s\\/'"`|&;<>()[\]{}*?,:]{1,100}){0,30})/gu;

function findHits(text: string): Hit[] {
  return [...text.matchAll(MACHINE_PATH)].flatMap((match): Hit[] => {
    const [whole, owner = "", tail = ""] = match;
    const written = whole.replace(/[.!]{1,9}$/, "");
    const name = owner.replace(/[.!]{1,9}$/, "");
    if (isNobody(name)) return [];
    const home = whole.slice(0, whole.length - tail.length).slice(0, written.length);
    return [{ text: written, home, owner: name, at: { start: match.index, end: match.index + written.length }, isDeep: tail !== "" }];
  });
}

function isNobody(name: string): boolean {
  return SHARED.has(name.toLowerCase()) || CAPITALS.test(name) || PLACEHOLDER.test(name);
}

/** Accounts that images and services come with, so that every session there has them. */
const SHARED = new Set(
  (
    "user runner node ubuntu debian vscode codespace codespaces coder gitpod jovyan app appuser pptruser pwuser seluser circleci vsts vagrant docker jenkins " +
    "builder build buildkite-agent gitlab-runner ec2-user azureuser admin administrator containeradministrator runneradmin root agent agents claude codex sandbox devbox " +
    "dev developer worker workspace workspaces project default public shared nonroot nobody git linuxbrew postgres redis www www-data nginx deploy deployer pi oai swe-agent " +
    "openhands airflow gradle rust python ruby rails php opam bun deno core nix all"
  ).split(" "),
);

/** Names that stand for anybody's: `YOU`, `your-name`, `username`. */
const CAPITALS = /^[A-Z][A-Z_-]+$/;
const PLACEHOLDER =
  /^(?:x{2,}|(?:the|your|my|some|any|another|other)[-_.]?\w*|you|me|use?r[-_.]?(?:name\d*|\d+|id|[a-z])?|name|owner|whoami|person|foo|bar|baz|alice|bob|carol|j(?:ohn|ane)?[-_.]?doe|example|sample|test(?:user|er)?|demo)$/i;

function inPassage(passage: Passage): MachinePath[] {
  if (passage.badExample || passage.text.length > MAX_PASSAGE || !/home\/|Users[\\/]/.test(passage.text)) return [];
  const titles = sectionPath(passage.section).slice(-3);
  return findHits(passage.text).flatMap(({ at, isDeep, ...hit }) =>
    isDeep && isReliedOn(passage.text, at, titles) ? [{ ...hit, place: passage.locate(at) }] : [],
  );
}

/** Longest passage that is read, in UTF-16 units. */
const MAX_PASSAGE = 20_000;

/** Whether a text for a reader speaks of a path as one that is there. */
function isReliedOn(text: string, at: Span, titles: readonly string[]): boolean {
  const { use } = readSaying({ text, at, label: "", titles, leads: false, isLink: false, isFolder: false, command: "" });
  if (use === "placeholder" || use === "optional" || use === "elsewhere") return false;
  const before = text.slice(Math.max(0, at.start - 200), at.start);
  const line = text.slice(text.lastIndexOf("\n", at.start) + 1, at.end);
  return !REFUSED.test(before) && !PRINTED.test(line) && !OTHER_HOST.test(line) && !SHOWN.test(titles.at(-1) ?? "");
}

/** «never use …», «no local paths like …», up to the path. */
const REFUSED =
  /(?:\b(?:not|never|no|avoid|without|instead of|rather than|don['’]?t|cannot|can['’]?t|replaces?|strip|hard-?coded?|like)\b|[不❌🚫])[^.!?\n]{0,80}$/iu;
/** What a program printed. */
const PRINTED =
  /\b(?:error|exception|traceback|warning|fatal|panic|failed|failure|expected|got|actual|output|prints?|printed|returns?|stderr|stdout)\b|\bno such file\b|\bnot found\b|\bdenied\b|^\s{0,8}at /i;
const OTHER_HOST =
  /\b(?:ssh|scp|rsync|sftp|remote|vps)\b|\b(?:on|in|inside|of) (?:the |a |an |each |your |every )?(?:[\w-]{1,30} )?(?:servers?|hosts?|vms?|cluster|containers?|docker|image|box|node)\b/i;
const SHOWN = /\b(?:errors?|output|logs?|troubleshooting|history|changelog|incident|post-?mortem)\b/i;

function inScript(script: BashScript): MachinePath[] {
  if (script.badExample || script.isTranscript || !/home\/|Users[\\/]/.test(script.text)) return [];
  const exempt = [...script.prose, ...findExempt(script)];
  return findHits(script.text).flatMap(({ at, isDeep, ...hit }) => {
    const comment = script.comments.find(({ start, end }) => start <= at.start && at.end <= end);
    if (comment && !(isDeep && isReliedOn(comment.text, shift(at, -comment.start), []))) return [];
    if (exempt.some(({ start, end }) => start <= at.start && at.start < end) || script.isBadExample({ pos: at.start, end: at.end })) return [];
    return [{ ...hit, place: script.place({ pos: at.start, end: at.end }) }];
  });
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Stretches of a script where a path is of another host, a pattern, printed, only tested, or has a fallback. */
function findExempt(script: BashScript): Span[] {
  const text = scriptText(script);
  const spans: Span[] = [];
  for (const command of simpleCommands(script.tree)) {
    const { name = "", wrappers, redirects, args } = readInvocation(command, text);
    const isSilenced = redirects.some((redirect) => redirect.type === "Redirect" && redirect.target?.value === "/dev/null");
    if (NOT_HERE.has(name) || wrappers.some((wrapper) => NOT_HERE.has(wrapper)) || isSilenced) spans.push(spanOfCommand(command));
    // What follows `ssh host` or stands in its here-document runs over there.
    if (name === "ssh" && (redirects.length > 0 || args.filter(({ value }) => !value.startsWith("-")).length < 2))
      spans.push({ start: command.pos, end: script.text.length });
    if (PATTERN_FIRST.has(name))
      spans.push(...args.filter(({ value }) => !/^(?:\/|[A-Za-z]:)[^|]*$/.test(value)).map(({ word }) => ({ start: word.pos, end: word.end })));
  }
  for (const { operators, commands } of descendantsOfType(script.tree, "AndOr")) {
    for (const [index, operator] of operators.entries()) {
      const next = commands[index + 1];
      const isWayOut =
        operator === "||" && next !== undefined && !/^\s*(?:[{(]\s*)?(?:exit|return|echo|printf|false)\b/.test(script.masked.slice(next.pos, next.end));
      if (isWayOut) spans.push({ start: commands[0]!.pos, end: next.end });
    }
  }
  for (const { pos, end } of descendantsOfType(script.tree, "TestCommand")) spans.push({ start: pos, end });
  return spans;
}

function spanOfCommand({ pos, end }: Command): Span {
  return { start: pos, end };
}

/** Programs that work on another host, or only print or test. */
const NOT_HERE = new Set("ssh scp sftp docker podman kubectl echo printf test [ ansible vagrant gcloud aws az".split(" "));
const PATTERN_FIRST = new Set("grep egrep fgrep rg ag sed awk gawk perl jq yq".split(" "));

/** The values of YAML, JSON and front matter; fences are examples. */
function inData({ data, source }: Document): MachinePath[] {
  const paths: MachinePath[] = [];
  // As deep as the parsers let data nest, which is 100.
  const visit = (node: DataNode, key: string): void => {
    if (node.type === "map") for (const entry of node.entries) visit(entry.value, entry.key);
    else if (node.type === "list") for (const item of node.items) visit(item, key);
    else if (typeof node.value === "string" && !node.literal && !PRINTED_KEY.test(key) && node.text.length < MAX_VALUE) {
      const { start, end } = spanOf(node.place);
      for (const { at, ...hit } of findHits(source.text.slice(start, end)))
        if (isReliedOn(node.text, { start: 0, end: Math.min(node.text.length, at.end) }, []))
          paths.push({ text: hit.text, home: hit.home, owner: hit.owner, place: toPosition(source, shift(at, start)) });
    }
  };
  for (const { origin, roots } of data) if (origin !== "fence") for (const root of roots) visit(root, "");
  return paths;
}

const MAX_VALUE = 500;
const PRINTED_KEY = /error|log|output|message|std(?:err|out)|trace|reason|notes?|evidence|example|host|remote/i;
