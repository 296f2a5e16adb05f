import { createHash } from "node:crypto";
import { createConversionTest } from "../../src/read/git-attributes.ts";
import type { GitAccess, GitFailure, GitRequest } from "../../src/read/git-access.ts";
import { parseGitConfig } from "../../src/read/git-config.ts";
import { openGitFacts } from "../../src/read/git-facts.ts";
import { parseGitIndex } from "../../src/read/git-index.ts";
import { findRepository, NO_GIT, parseRemoteUrl, readExcludes, readGitConfig, readGitNames, readIndex } from "../../src/read/git.ts";
import { isIgnored, parseIgnoreList } from "../../src/read/ignore-rules.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { commitFileSystem, indexFileSystem, openHistory } from "../../src/read/snapshot.ts";
import { mutateBytes, mutateCharacters } from "./mutate.ts";
import type { Random } from "./random.ts";
import { ATTRIBUTES, IGNORE_FILES, PATHS, WORDS } from "./seeds.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const CONFIG =
  '[core]\n\trepositoryformatversion = 0 ; c\n\tworktree = "/work"\n[remote "origin"]\n\turl = git@github.com:acme/widgets.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "a\\"b"] merge = x\\\ny # z\n[extensions]\n\tobjectformat = sha1\n';

const foreign = () => Buffer.from(CONFIG);

export function parseConfigText(random: Random): unknown {
  const config = parseGitConfig(mutateBytes(Buffer.from(CONFIG), random, foreign).toString("utf8"));
  for (const key of config.keys()) if (!/^[\w.-]+\..*[a-z]/s.test(key)) throw new Error(`a key without a section: ${JSON.stringify(key)}`);
  return [...config];
}

export function parseIndexBytes(random: Random): unknown {
  const bytes = mutateSome(random, writeIndex(random), 3);
  const index = parseGitIndex(bytes, { hashBytes: random.once(6) ? 32 : 20, wanted: new Set(PATHS) });
  if (typeof index === "string") return index;
  for (const path of [...index.files, ...index.absent, ...index.submodules])
    if (path === "" || path.split("/").some((part) => part === "" || part === ".." || part.toLowerCase() === ".git"))
      throw new Error(`an unsafe name: ${JSON.stringify(path)}`);
  return [index.files, [...index.entries]];
}

export function parseIgnoreFile(random: Random): unknown {
  const text = mutateBytes(Buffer.from(random.pick(IGNORE_FILES)), random, () => Buffer.from(random.pick(IGNORE_FILES))).toString("utf8");
  const list = parseIgnoreList(text, random.below(2));
  if (!(list.cost.perCharacter >= 0 && list.cost.rules === list.rules.length)) throw new Error("no cost of an ignore file");
  return PATHS.map((path) => isIgnored([list, parseIgnoreList(random.pick(IGNORE_FILES), 0)], path.split("/"), random.once(2)));
}

export function parseRemote(random: Random): unknown {
  const name = parseRemoteUrl(mutateCharacters(random.pick(WORDS), random, () => random.pick(WORDS)));
  if (name !== undefined && !/^[\w.-]+(?:\/[\w.-]+)+$/.test(name)) throw new Error(`no name of a repository: ${JSON.stringify(name)}`);
  return name;
}

/** A repository of which some files, and some answers of git, are wrong. */
export function parseRepository(random: Random): unknown {
  const isLinked = random.once(6);
  const folder = isLinked ? "/main/.git" : "/work/.git";
  const texts: Record<string, string | Uint8Array> = {
    [`${folder}/HEAD`]: "ref: refs/heads/main\n",
    [`${folder}/config`]: CONFIG,
    [`${folder}/packed-refs`]: `# pack-refs with: peeled\n${HASH} refs/heads/main\n^${HASH}\n${HASH} refs/remotes/origin/HEAD\n${HASH} refs/remotes/origin/a/b\n`,
    [`${folder}/refs/heads/topic`]: `${HASH}\n`,
    [`${folder}/info/exclude`]: IGNORE_FILES[0]!,
    [`${folder}/info/attributes`]: ATTRIBUTES[0]!,
    [`${folder}/index`]: writeIndex(random),
    "/work/.gitattributes": random.pick(ATTRIBUTES),
    "/work/.gitignore": random.pick(IGNORE_FILES),
    "/work/a.md": "# A\n",
    "/work/docs/a/b.txt": "b\r\n",
    ...(isLinked && {
      "/work/.git": "gitdir: /main/.git/worktrees/w\n",
      "/main/.git/worktrees/w/gitdir": "/work/.git\n",
      "/main/.git/worktrees/w/commondir": "../..\n",
      "/main/.git/worktrees/w/HEAD": "ref: refs/heads/topic\n",
    }),
    ...(random.once(10) && { [`${folder}/shallow`]: HASH }),
  };
  for (const path of Object.keys(texts)) if (random.once(5)) texts[path] = mutateSome(random, Buffer.from(texts[path]!), 1);
  const fs = { ...createMemoryFileSystem(texts), git: pretendGit(random) };

  const repository = findRepository(fs, "/work/docs");
  if (!repository) return undefined;
  const config = readGitConfig(fs, repository);
  const names = readGitNames(fs, repository, config);
  const index = readIndex(fs, repository, config, { wanted: new Set(PATHS) });
  const isConverted = createConversionTest({ fs, top: repository.top, common: repository.common ?? "/none", config });
  const facts = openGitFacts({
    fs,
    root: random.once(4) ? "/work/docs" : "/work",
    names: random.once(10) ? NO_GIT : names,
    boards: ["a.md", "docs/a/b.txt", "-x", "new\nline"],
    files: ["a.md", "docs/a/b.txt", "new\nline"],
    stdin: undefined,
    isIgnored: () => random.once(2),
    env: random.once(3) ? { CI: "1" } : {},
  });
  const said = [facts?.states(), facts?.histories()].map((answer) => (answer instanceof Map ? [...answer] : answer));
  for (const answer of said) if (answer === "") throw new Error("no reason is given");
  const history = openHistory(fs, "/work", "--staged");
  const snapshot = random.once(2) ? indexFileSystem(history, undefined) : commitFileSystem(history, "HEAD");
  const seen = ["/work", "/work/docs", "/work/a.md", "/work/docs/a/b.txt"].map((path) => [
    snapshot.kindOf(path),
    snapshot.list(path),
    snapshot.read(path, 1000),
  ]);
  return [names, index, parseIgnoreList(readExcludes(fs, repository), 0).cost, PATHS.map(isConverted), said, seen];
}

/** Answers as git would, now and then with other bytes or not at all. */
function pretendGit(random: Random): GitAccess {
  const time = "1737000000\0Ann\n";
  const answers: Record<GitRequest["command"], string> = {
    "symbolic-ref": "refs/heads/main\n",
    "merge-base": `${HASH}\n`,
    "for-each-ref": "refs/heads/main\0refs/remotes/origin/main\0ahead 1, behind 2\n",
    "ls-tree": [`100644 blob ${HASH}\ta.md`, `120000 blob ${HASH}\tdocs/a/b.txt`, `160000 commit ${HASH}\tsub`, ""].join("\0"),
    log: "a.md\0\n\ndocs/a/b.txt\0",
    "rev-list": `commit ${HASH} ${HASH}\n${time}commit ${HASH}\n${time}`,
    "cat-file": "",
  };
  return {
    run({ command, words, input = "" }) {
      if (random.once(15)) return random.pick<GitFailure>(["not-installed", "too-slow", "too-large", "failed"]);
      const asked = input.split("\n").filter((line) => line !== "");
      const blobs = asked.map((name) => (words[0] === "--batch" ? `${name} blob 4\n# A\n\n` : `${HASH} blob 4\n`)).join("");
      return mutateSome(random, Buffer.from(command === "cat-file" ? blobs : answers[command]), 5);
    },
    hashBlob: (bytes, format) => (random.once(2) ? HASH : createHash(format).update(bytes).digest("hex")),
  };
}

function mutateSome(random: Random, bytes: Buffer, times: number): Buffer {
  return times > 1 && !random.once(times) ? bytes : mutateBytes(bytes, random, foreign);
}

/** An index of some files, in any of its versions. */
function writeIndex(random: Random): Buffer {
  const version = 2 + random.below(3);
  const names = PATHS.filter(() => random.once(2)).sort();
  const entries = names.map((name, number) => {
    const bytes = Buffer.from(name);
    const start = Buffer.alloc(62 + (version >= 3 && random.once(3) ? 2 : 0));
    start.writeUInt32BE(random.pick([0o100644, 0o100644, 0o120000, 0o160000, 0o040000]), 24);
    Buffer.from(HASH, "hex").copy(start, 40);
    start.writeUInt16BE((start.length > 62 ? 0x4000 : 0) | (random.once(8) ? 0x1000 : 0) | bytes.length, 60);
    if (start.length > 62) start.writeUInt16BE(random.pick([0x4000, 0x2000]), 62);
    if (version === 4) {
      const before = number === 0 ? 0 : Buffer.byteLength(names[number - 1]!);
      return Buffer.concat([start, Buffer.from([before]), bytes, Buffer.alloc(1)]);
    }
    return Buffer.concat([start, bytes, Buffer.alloc(8 - ((start.length + bytes.length) % 8))]);
  });
  const head = Buffer.alloc(12);
  head.write("DIRC");
  head.writeUInt32BE(version, 4);
  head.writeUInt32BE(entries.length, 8);
  const extension = random.once(3)
    ? Buffer.concat([Buffer.from(random.pick(["TREE", "link", "sdir", "xxxx"])), Buffer.from([0, 0, 0, 2, 1, 1])])
    : Buffer.alloc(0);
  return Buffer.concat([head, ...entries, extension, Buffer.alloc(20)]);
}
