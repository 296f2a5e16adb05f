import type { Document } from "../../document.ts";
import type { BashScript } from "../../parse/bash.ts";
import { sectionAt, sectionPath, spanOf, type Section } from "../../parse/prose.ts";
import { baseName, parentPath } from "../../read/paths.ts";
import type { FileTree } from "../../workspace.ts";
import type { FileReference } from "../references.ts";
import { findDataWords } from "./data.ts";
import { readPathText, readShellPath, type PathText } from "./path-text.ts";
import type { ProseWord } from "./prose.ts";
import { resolvePathText, type Lookup, type Start } from "./resolve.ts";
import { findSamples } from "./samples.ts";
import { findShellPaths, type ShellRemark, type ShellWord } from "./scripts.ts";
import { findForeignSections, followCd, mapInside, mentionsForeign } from "./whereabouts.ts";
import { readSaying } from "./wording.ts";

export interface DocumentWords {
  document: Document;
  words: readonly ProseWord[];
}

/** The mentions of files in a document, in reading order. */
export function readMentions({ document, words }: DocumentWords, lookup: Lookup): FileReference[] {
  const reader: Reader = {
    folder: parentPath(document.path),
    isForeign: findForeignSections(document, lookup.whereabouts),
    isSample: findSamples(document),
    moves: [{ offset: 0, cwd: "" }],
    lookup,
  };
  const references = document.scripts.flatMap((script) => readScript(script, sectionAt(document.sections, script.excerpt.toOffset(0)), reader));
  references.push(...readProse(words, reader), ...readData(document, reader));
  adoptFullPaths(references);
  return references.sort((a, b) => a.place.start.offset! - b.place.start.offset!);
}

/** A bare name stands for the path that the same text writes in full elsewhere: `STATE.md` for `.planning/STATE.md`. */
function adoptFullPaths(references: readonly FileReference[]): void {
  const full = new Map<string, FileReference>();
  for (const reference of references) {
    const { kind, text, candidates } = reference;
    if (kind === "file" && text.includes("/") && candidates.length > 0 && !full.has(baseName(text))) full.set(baseName(text), reference);
  }
  for (const reference of references) {
    const known = reference.kind === "file" && reference.resolved === undefined && reference.candidates.length > 0 ? full.get(reference.text) : undefined;
    if (known) Object.assign(reference, { candidates: known.candidates, resolved: known.resolved });
  }
}

interface Reader {
  /** Of the document. */
  folder: string;
  isForeign: (section: Section) => boolean;
  isSample: (offset: number) => boolean;
  /** Where a session that does as it is told is, from which offset on; `undefined` when it cannot be known. */
  moves: { offset: number; cwd: string | undefined }[];
  lookup: Lookup;
}

function readScript(script: BashScript, section: Section, reader: Reader): FileReference[] {
  const { folder, lookup, moves } = reader;
  const offset = script.excerpt.toOffset(0);
  const paths = findShellPaths(script, moves.at(-1)!.cwd, (path, cwd) => followCd(path, cwd, lookup));
  moves.push({ offset, cwd: paths.cwd });

  const isForeign = reader.isForeign(section);
  const isSample = reader.isSample(offset);
  const titles = sectionPath(section).slice(-MAX_TITLES);
  const references: FileReference[] = [];
  const add = (mention: Mention, start: Start): void => {
    references.push(toReference({ ...mention, badExample: mention.badExample || isSample }, { start, isForeign, lookup }));
  };
  for (const word of paths.words) {
    const path = readShellPath(word.text);
    // Where a folder to enter is of this workspace, it is known; of others a session makes or clones many.
    if (!path || (word.program === "cd" && mapInside(path.path, lookup.whereabouts) === undefined)) continue;
    const start: Start = { folder, cwd: word.cwd, follower: "program" };
    const mention: Mention = { ...word, path, origin: "command" };
    add(mention, start);
    const holder = folderWrittenTo(mention, word);
    if (holder) add(holder, start);
  }
  for (const remark of paths.remarks) {
    for (const mention of readRemark(remark, titles)) add(mention, { folder, cwd: remark.cwd, follower: "person" });
  }
  return references;
}

const MAX_TITLES = 3;

/** `> reports/x.md` needs `reports/`: no shell makes the folder. */
function folderWrittenTo(mention: Mention, { program, locate }: ShellWord): Mention | undefined {
  const slash = mention.text.lastIndexOf("/");
  if (mention.use !== "made" || slash <= 0 || !WRITES_INTO.has(program ?? "")) return undefined;
  const text = mention.text.slice(0, slash + 1);
  const path = readShellPath(text);
  return path && !path.placeholder && !path.wildcard ? { ...mention, text, path, use: "written", place: locate(0, slash + 1) } : undefined;
}

const WRITES_INTO = new Set([">", ">>", ">|", "&>", "tee", "touch", "cp", "mv"]);

function readRemark({ text, words, locate, badExample }: ShellRemark, titles: readonly string[]): Mention[] {
  return words.flatMap((at) => {
    const word = text.slice(at.start, at.end);
    const path = readPathText(word);
    if (!path) return [];
    const { use } = readSaying({ text, at, label: "", titles, leads: false, isLink: false, isFolder: path.kind === "folder", command: "" });
    return [{ text: word, path, place: locate(at.start, at.end), use, badExample, origin: "bare" as const, program: undefined }];
  });
}

function readProse(words: readonly ProseWord[], { folder, isForeign, isSample, moves, lookup }: Reader): FileReference[] {
  const listed: { reference: FileReference; list: string }[] = [];
  const references: FileReference[] = [];
  let move = 0;
  let foreign = { passage: words[0]?.passage, is: false };
  for (const [index, word] of words.entries()) {
    const offset = spanOf(word.place).start;
    while (move + 1 < moves.length && moves[move + 1]!.offset <= offset) move++;
    const { passage, path, at, label, leads, origin } = word;
    const titles = sectionPath(passage.section).slice(-MAX_TITLES);
    const isLink = origin === "link" || path.from === "url";
    const saying = readSaying({ text: passage.text, at, label, titles, leads, isLink, isFolder: path.kind === "folder", command: word.command });
    const mention: Mention = { ...word, use: saying.use, badExample: passage.badExample || isSample(offset), program: undefined };
    // A link is relative to its document, wherever a session is by then.
    const start: Start = { folder, cwd: isLink ? "" : moves[move]!.cwd, follower: origin === "link" ? "link" : isLink ? "program" : "person" };
    if (index === 0 || foreign.passage !== passage) foreign = { passage, is: isForeign(passage.section) || mentionsForeign(passage.text, lookup.whereabouts) };
    const reference = toReference(mention, { start, isForeign: foreign.is && !isLink, lookup });
    references.push(reference);
    if (saying.listed) listed.push({ reference, list: `${passage.section.place.start.offset}:${label}` });
  }
  // A list of files of which none is there is one of files to come, or of another place.
  const trusted = new Set(listed.filter(({ reference }) => reference.resolved !== undefined).map(({ list }) => list));
  for (const { reference, list } of listed) if (reference.use === "read" && !trusted.has(list)) reference.use = "named";
  return references;
}

function readData(document: Document, { folder, lookup }: Reader): FileReference[] {
  return findDataWords(document).map(({ text, path, place, label }) => {
    const at = { start: label.length, end: label.length + text.length };
    const { use } = readSaying({ text: label + text, at, label: "", titles: [], leads: false, isLink: false, isFolder: path.kind === "folder", command: "" });
    return toReference(
      { text, path, place, use, origin: "bare", badExample: false, program: undefined },
      { start: { folder, cwd: "", follower: "person" }, isForeign: false, lookup },
    );
  });
}

interface Mention extends Pick<FileReference, "text" | "place" | "use" | "program"> {
  origin: "link" | "inline-code" | "bare" | "command";
  path: PathText;
  /** Shown, be it as the wrong way or for its form; nobody is told to do it. */
  badExample: boolean;
}

interface Reading {
  start: Start;
  /** What stands around it is about another repository. */
  isForeign: boolean;
  lookup: Lookup;
}

function toReference({ text, place, use, program, origin, path, badExample }: Mention, { start, isForeign, lookup }: Reading): FileReference {
  const { candidates, resolved, elsewhere } = resolvePathText(path, start, lookup);
  const isElsewhere = elsewhere || (isForeign && resolved === undefined && path.kind !== "command");
  const isExpected = use === "read" || use === "written";
  const isOwn = isExpected && resolved === undefined && !isElsewhere && path.kind !== "command" && isForEachToMake(candidates, lookup.files);
  return {
    text,
    place,
    origin: path.from === "url" ? "url" : path.kind === "command" ? "slash-command" : origin,
    use:
      path.placeholder || badExample
        ? "placeholder"
        : isElsewhere
          ? "elsewhere"
          : path.kind === "command" && use === "named"
            ? "read"
            : isOwn
              ? "optional"
              : use,
    kind: path.kind,
    program,
    wildcard: path.wildcard,
    candidates,
    resolved,
  };
}

/** What git ignores, and what is copied from a sample (`config.md` from `config.md.example`), everybody has of their own or not. */
function isForEachToMake(candidates: readonly string[], files: FileTree): boolean {
  return candidates.some((path) => files.isLocal(path) || samplesOf(path).some((sample) => files.hasFile(sample)));
}

function samplesOf(path: string): string[] {
  const dot = path.lastIndexOf(".");
  const [stem, extension] = dot > path.lastIndexOf("/") + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  return SAMPLE_WORDS.flatMap((word) => [`${path}.${word}`, `${stem}.${word}${extension}`]);
}

const SAMPLE_WORDS = ["example", "sample", "template", "tmpl", "tpl", "dist", "default"];
