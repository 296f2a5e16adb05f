import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compareText } from "../src/finding.ts";
import { decodeText } from "../src/read/decode.ts";
import { discoverFiles } from "../src/read/discover.ts";
import type { FileSystem } from "../src/read/file-system.ts";
import { parseGitConfig } from "../src/read/git-config.ts";
import { parseGitIndex } from "../src/read/git-index.ts";
import { parseRemoteUrl } from "../src/read/git.ts";
import { createPathMatcher, describeGlobMistake, escapeGlob } from "../src/read/glob.ts";
import { createMemoryFileSystem } from "../src/read/memory-file-system.ts";
import { nodeFileSystem } from "../src/read/node-file-system.ts";
import { ancestorsOf, extensionOf, foldersOf, normalizePath, parentPath, relativePath, resolvePath } from "../src/read/paths.ts";
import { readFiles, type ReadOptions } from "../src/read/read-files.ts";

const fs = nodeFileSystem;
const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit) console.warn("git is missing: the tests that compare with it are skipped");
const isPrivileged = process.getuid?.() === 0;

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-read-")));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Uint8Array>>, folder = root): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function git(...words: string[]): string {
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const config = ["user.name=t", "user.email=t@example.invalid", "init.defaultBranch=main", "protocol.file.allow=always"].flatMap((entry) => ["-c", entry]);
  return execFileSync("git", ["-C", root, ...config, ...words], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
}

/** What git lists, but for files that are gone; a folder that is a repository is written without `/`. */
function listedByGit(): string[] {
  const paths = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter(Boolean);
  return [...new Set(paths.map((path) => path.replace(/\/$/, "")))].filter((path) => existsSync(join(root, path))).sort(compareText);
}

const discover = () => discoverFiles({ fs, root });
const read = (options: Partial<ReadOptions> = {}) => readFiles({ fs, root, cwd: root, ...options });
const pathsOf = (files: readonly { path: string }[]) => files.map(({ path }) => path);
const problemsOf = (options?: Partial<ReadOptions>) => read(options).problems.map(({ path, message }) => `${path ?? ""}: ${message}`);

describe.skipIf(!hasGit)("in git, the list is git's own", () => {
  const TREE = [
    "a.md",
    "b.txt",
    "build/out.md",
    "build/keep.md",
    "docs/a.md",
    "docs/build/x.md",
    "docs/deep/er/a.md",
    ".claude/commands/go.md",
    ".hidden.md",
    "x y.md",
    "é.md",
    "end ",
    "logo.png",
  ];

  test.each<[string, Record<string, string>]>([
    ["no ignore file", {}],
    ["a folder anywhere", { ".gitignore": "build/\n" }],
    ["an anchored folder", { ".gitignore": "/build\n" }],
    ["all but some", { ".gitignore": "*\n!*.md\n!*/\n" }],
    ["what is in an ignored folder stays ignored", { ".gitignore": "build/\n!build/keep.md\n" }],
    ["negation in a folder", { ".gitignore": "build/*\n!build/keep.md\n" }],
    ["a deeper file takes back", { ".gitignore": "*.md\n", "docs/.gitignore": "!a.md\n" }],
    ["a deeper file takes back a folder", { ".gitignore": "build\n", "docs/.gitignore": "!build/\n" }],
    ["a deeper file adds", { "docs/.gitignore": "/a.md\ndeep/**/a.md\n" }],
    ["info/exclude is the weakest", { ".git/info/exclude": "docs\nbuild/\n", ".gitignore": "!docs/\n" }],
    ["a space that is kept", { ".gitignore": "end\\ \n" }],
    ["a space that is not kept", { ".gitignore": "end \nx\\ y.md\\\\ \n" }],
    ["comments, escapes, spaces, CR, BOM", { ".gitignore": "\uFEFF# a.md\r\n\\#x\r\nx\\ y.md  \r\nb.txt \r\n\r\n" }],
    ["wildcards", { ".gitignore": "docs/**/*.md\n[ab].*\n?.png\n**/deep\n" }],
    ["broken patterns", { ".gitignore": "[a\na\\\n[[:nope:]]*\n!\n/\n//\na//b\n" }],
    ["ignored although tracked", { ".gitignore": "build/\n*.txt\n" }],
  ])("%s", (name, files) => {
    git("init", "-q");
    write(Object.fromEntries(TREE.map((path) => [path, path])));
    if (name.includes("tracked")) git("add", "build/out.md", "b.txt", "docs");
    write(files);
    expect(discover().allPaths).toEqual(listedByGit());
    expect(discover().problems).toEqual([]);
  });

  test("patterns and trees made up at random", { timeout: 60_000 }, () => {
    git("init", "-q");
    const name = fc.constantFrom("a", "b", "ab", "a.md", ".x", "a b", "A", "[a]", "a*", "!a");
    const tree = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
      { minLength: 1, maxLength: 12 },
    );
    const piece = fc.constantFrom(
      "a",
      "b",
      "*",
      "?",
      "/",
      "**/",
      "/**",
      "/**/",
      "[ab]",
      "[!a]",
      "[^b]",
      "[a-c]",
      "[[:alpha:]]",
      "[]a]",
      "\\a",
      "\\*",
      ".md",
      ".",
      " ",
      "A",
      "[",
      "!",
      "#",
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(""));
    // git reads `a**/b` as `a` and any folders; gitignore(5) says that is `a*/b`, and so do we.
    const lists = fc.array(
      fc.tuple(
        fc.boolean(),
        pattern.filter((text) => !/[^/]\*\*|\*\*[^/]|\\\//.test(text)),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(tree, lists, lists, lists, fc.boolean(), (paths, top, inner, excluded, staged) => {
        for (const entry of fs.list(root) as { name: string }[]) if (entry.name !== ".git") rmSync(join(root, entry.name), { recursive: true });
        rmSync(join(root, ".git/index"), { force: true });
        const files = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
        write(Object.fromEntries(files.map((path) => [path, ""])));
        if (staged) git("add", "-f", "--", `:(literal)${files[0]!}`);
        const text = (list: readonly [boolean, string][]) => list.map(([negated, body]) => `${negated ? "!" : ""}${body}\n`).join("");
        write({ ".gitignore": text(top), ".git/info/exclude": text(excluded) });
        const folder = files.find((path) => path.includes("/"))?.split("/")[0];
        if (folder) write({ [`${folder}/.gitignore`]: text(inner) });
        expect(discover().allPaths).toEqual(listedByGit());
      }),
      { numRuns: 150 },
    );
  });

  test.each(["2", "3", "4"])("index version %s", (version) => {
    git("init", "-q");
    write({ ".gitignore": "*.log\n", "a/b/c.log": "", "a/b/cc.log": "", "a/d.log": "", "z.log": "", [`${"long/".repeat(40)}x.log`]: "" });
    git("add", "-f", ".");
    if (version === "3") git("update-index", "--skip-worktree", "z.log");
    else git("update-index", "--index-version", version);
    expect(readFileSync(join(root, ".git/index"))[7]).toBe(Number(version));
    rmSync(join(root, "a/d.log"));
    expect(discover().allPaths).toEqual(listedByGit());
    expect(discover().files).not.toContain("a/d.log");
  });

  test("a file that a sparse checkout left out exists, and is not read", () => {
    git("init", "-q");
    write({ "a.md": "", "b.md": "" });
    git("add", ".");
    git("update-index", "--skip-worktree", "a.md");
    rmSync(join(root, "a.md"));
    expect(discover()).toMatchObject({ allPaths: ["a.md", "b.md"], files: ["b.md"], problems: [] });
  });

  test("a repository with SHA-256", () => {
    git("init", "-q", "--object-format=sha256");
    write({ ".gitignore": "*.md\n", "a.md": "" });
    git("add", "-f", ".");
    expect(discover()).toMatchObject({ allPaths: [".gitignore", "a.md"], problems: [] });
  });

  test("a linked working tree and a submodule", () => {
    git("init", "-q");
    write({ ".gitignore": "*.log\n", "a.log": "", "b.md": "" });
    git("add", "-f", ".");
    git("commit", "-q", "-m", "x");
    git("remote", "add", "origin", "https://example.com/owner/name.git");
    git("worktree", "add", "-q", "-b", "side", "tree");
    expect(discover().allPaths).toEqual([".gitignore", "a.log", "b.md", "tree"]);
    expect(discover().skipped).toContainEqual({ path: "tree", reason: "another repository" });
    expect(discoverFiles({ fs, root: join(root, "tree") })).toMatchObject({
      allPaths: [".gitignore", "a.log", "b.md"],
      git: { isRepository: true, remotes: ["owner/name"], branches: ["main", "side"], branch: "side" },
      problems: [],
    });

    git("worktree", "remove", "--force", "tree");
    git("clone", "-q", "--bare", root, join(root, ".git/copy"));
    git("submodule", "--quiet", "add", join(root, ".git/copy"), "sub");
    expect(discover().allPaths).toEqual(listedByGit());
    expect(discoverFiles({ fs, root: join(root, "sub") })).toMatchObject({ allPaths: [".gitignore", "a.log", "b.md"], problems: [], skipped: [] });

    rmSync(join(root, "sub"), { recursive: true });
    mkdirSync(join(root, "sub"));
    expect(discover().allPaths).toEqual(listedByGit());
    expect(discover().allPaths).toContain("sub");
  });

  test("a repository within is not entered, a bare one is no repository", () => {
    git("init", "-q");
    write({ "a.md": "", "inner/b.md": "", "dead/c.md": "" });
    git("init", "-q", "inner");
    git("init", "-q", "--bare", "bare");
    mkdirSync(join(root, "dead/.git"));
    expect(discover().allPaths).toEqual(listedByGit());
  });

  test("a repository within that was tracked before it became one is entered", () => {
    git("init", "-q");
    write({ "inner/a.md": "", "inner/b.md": "" });
    git("add", "inner/a.md");
    git("init", "-q", "inner");
    expect(discover().allPaths).toEqual(listedByGit());
    expect(discover().allPaths).toContain("inner/b.md");
  });

  test("a tracked file behind a folder that became a link is not read", () => {
    git("init", "-q");
    write({ "docs/a.md": "", "other/a.md": "" });
    git("add", "docs");
    rmSync(join(root, "docs"), { recursive: true });
    symlinkSync("other", join(root, "docs"));
    expect(discover()).toMatchObject({ files: ["other/a.md"], allPaths: ["docs", "docs/a.md", "other/a.md"] });
  });

  test("an ignored folder with tracked files in it is in git", () => {
    git("init", "-q");
    write({ ".gitignore": "sub/\n", "sub/a.md": "", "sub/b.md": "" });
    git("add", "-f", "sub/a.md");
    expect(discoverFiles({ fs, root: join(root, "sub") })).toMatchObject({ allPaths: ["a.md"], git: { isRepository: true } });
  });

  test("below the top, the ignore files and the index above hold", () => {
    git("init", "-q");
    write({
      ".gitignore": "*.log\n/sub/x.md\n",
      "sub/.gitignore": "y.md\n",
      "sub/x.md": "",
      "sub/y.md": "",
      "sub/z.md": "",
      "sub/a.log": "",
      "sub/b.log": "",
      "other.md": "",
    });
    git("add", "-f", "sub/a.log");
    expect(discoverFiles({ fs, root: join(root, "sub") }).allPaths).toEqual([".gitignore", "a.log", "z.md"]);
  });

  test("what git ignores is known of paths that are not there", () => {
    git("init", "-q");
    write({ ".gitignore": "/data/\n*.log\n!keep.log\n", "sub/.gitignore": "own.md\n", "sub/a.md": "", "data/a.md": "" });
    const { isGitIgnored } = discover();
    expect(["data", "data/tasks.json", "a/b.log", "sub/own.md", "sub/deep/own.md"].filter((path) => !isGitIgnored(path))).toEqual([]);
    expect(["a.md", "sub/data/a.md", "keep.log", "own.md", ""].filter((path) => isGitIgnored(path))).toEqual([]);
    expect(discoverFiles({ fs, root: join(root, "sub") }).isGitIgnored("own.md")).toBe(true);
    expect(discoverFiles({ fs, root: join(root, "data") }).isGitIgnored("b.log")).toBe(false);
  });

  test("a root that git ignores is read as if there were no git", () => {
    git("init", "-q");
    write({ ".gitignore": "tmp/\n", "tmp/a.md": "", "tmp/.cache/b.md": "" });
    expect(discoverFiles({ fs, root: join(root, "tmp") })).toMatchObject({ allPaths: ["a.md"], git: { isRepository: false } });
  });

  test("branches, packed or not, and remotes", () => {
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "x");
    for (const branch of ["session/1-ndi", "feature"]) git("branch", branch);
    git("update-ref", "refs/remotes/origin/far/away", "HEAD");
    git("pack-refs", "--all");
    git("branch", "new");
    git("remote", "add", "origin", "git@example.com:team/project.git");
    git("remote", "add", "evil", "ext::sh -c touch% canary");
    expect(discover().git).toEqual({
      isRepository: true,
      remotes: ["team/project"],
      branches: ["far/away", "feature", "main", "new", "origin/far/away", "session/1-ndi"],
      branch: "main",
    });
  });

  test("node_modules is left out although nothing ignores it, unless it is tracked", () => {
    git("init", "-q");
    write({ "a.md": "", "node_modules/x/README.md": "", "lib/node_modules/y.md": "" });
    git("add", "lib");
    expect(discover().allPaths).toEqual(["a.md", "lib/node_modules/y.md"]);
  });

  test("nothing that the repository's config names is run", () => {
    git("init", "-q");
    write({ "a.md": "text", "b.bin": "data", ".gitattributes": "* filter=evil diff=evil\n" });
    git("add", ".");
    git("commit", "-q", "-m", "x");
    const canary = join(root, "canary");
    const script = join(root, ".git/evil.sh");
    writeFileSync(script, `#!/bin/sh\ntouch ${canary}\n`);
    chmodSync(script, 0o755);
    mkdirSync(join(root, ".git/evil-hooks"));
    for (const hook of ["post-index-change", "post-checkout", "fsmonitor-watchman", "pre-commit"]) symlinkSync(script, join(root, ".git/evil-hooks", hook));
    const evil = `
[core]
	fsmonitor = ${script}
	hooksPath = ${join(root, ".git/evil-hooks")}
	pager = ${script}
	editor = ${script}
	sshCommand = ${script}
	gitProxy = ${script}
[alias]
	ls-files = !${script}
	status = !${script}
[filter "evil"]
	clean = ${script}
	smudge = ${script}
	process = ${script}
	required = true
[diff "evil"]
	textconv = ${script}
	command = ${script}
[remote "origin"]
	url = ext::${script}
	uploadpack = ${script}
[protocol "ext"]
	allow = always
`;
    const config = readFileSync(join(root, ".git/config"), "utf8") + evil;
    writeFileSync(join(root, ".git/config"), `${config}[core]\n\texcludesFile = /dev/zero\n\tworktree = /\n[include]\n\tpath = /dev/zero\n`);
    writeFileSync(join(root, "a.md"), "changed");
    expect(pathsOf(read().files)).toEqual(["a.md"]);
    expect(read().git).toMatchObject({ isRepository: true, remotes: [], branch: "main" });
    expect(existsSync(canary)).toBe(false);
    // The trap works: git itself does fall into it.
    writeFileSync(join(root, ".git/config"), config);
    spawnSync("git", ["-C", root, "status"], { stdio: "ignore" });
    expect(existsSync(canary)).toBe(true);
  });

  test("an index cut or changed anywhere is told, never thrown", () => {
    git("init", "-q");
    write(Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`folder/file-${index}.md`, ""])));
    git("add", ".");
    git("update-index", "--index-version", "4");
    const bytes = new Uint8Array(readFileSync(join(root, ".git/index")));
    for (let length = 0; length < bytes.length; length++) expect(typeof parseGitIndex(bytes.subarray(0, length))).toMatch(/string|object/);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        const index = parseGitIndex(changed);
        if (typeof index === "object") for (const path of index.files) expect(path.split("/")).not.toContain("..");
      }),
      { numRuns: 2000 },
    );
    writeFileSync(join(root, ".git/index"), bytes.subarray(0, 100));
    expect(problemsOf()).toEqual([".git/index: is cut off: files that are tracked although they are ignored were not read"]);
    writeFileSync(join(root, ".git/index"), "garbage that is long enough to be taken for one");
    expect(problemsOf()).toEqual([".git/index: is no index: files that are tracked although they are ignored were not read"]);
  });
});

describe("an index made by hand", () => {
  const indexOf = (...names: string[]) => {
    const bytes = (text: string) => [...new TextEncoder().encode(text)];
    const number = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    const entries = names.flatMap((name) => {
      const start = [
        ...number(0),
        ...number(0),
        ...number(0),
        ...number(0),
        ...number(0),
        ...number(0),
        ...number(0o100644),
        ...Array<number>(32).fill(0),
        0,
        name.length,
        ...bytes(name),
      ];
      return [...start, ...Array<number>(8 - (start.length % 8)).fill(0)];
    });
    return Uint8Array.from([...bytes("DIRC"), ...number(2), ...number(names.length), ...entries, ...Array<number>(20).fill(0)]);
  };

  test("is read", () => {
    expect(parseGitIndex(indexOf("a.md", "b/c.md"))).toEqual({ files: ["a.md", "b/c.md"], absent: new Set(), submodules: new Set(), entries: new Map() });
    const hash = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
    const entries = new Map([["b/c.md", { hash, isConflict: false, isIntended: false }]]);
    expect(parseGitIndex(indexOf("a.md", "b/c.md"), { wanted: new Set(["b/c.md", "none"]) })).toMatchObject({ entries });
  });

  test.each(["../x.md", "a/../../x", "/etc/passwd", ".git/config", "a/.GIT/hooks/x", "a//b", "./a", "a/"])("with the name %s is corrupt", (name) => {
    expect(parseGitIndex(indexOf("a.md", name))).toBe("is corrupt: a name leaves the repository");
  });

  test("with a name that nothing ends is cut off", () => {
    const bytes = indexOf("a".repeat(100));
    expect(parseGitIndex(Uint8Array.from(bytes, (byte, index) => (index > 100 ? 0x61 : byte)))).toBe("is cut off");
  });

  test("with a version, a count or an extension of its own is refused", () => {
    const changed = (at: number, value: number) => Uint8Array.from(indexOf("a.md"), (byte, index) => (index === at ? value : byte));
    expect(parseGitIndex(changed(7, 9))).toBe("has version 9, expected 2 to 4");
    expect(parseGitIndex(changed(8, 255))).toBe("is cut off");
    const extended = (name: string) =>
      Uint8Array.from([...indexOf("a.md").slice(0, -20), ...new TextEncoder().encode(name), 0, 0, 0, 0, ...Array<number>(20).fill(0)]);
    expect(parseGitIndex(extended("TREE"))).toMatchObject({ files: ["a.md"] });
    expect(parseGitIndex(extended("link"))).toContain("is split");
    expect(parseGitIndex(extended("what"))).toBe("has an extension that is not known");
  });
});

describe("a .git that is something else", () => {
  const plain = { "a.md": "a", ".dot/b.md": "b", "c.md": "c" };

  test("is a folder with nothing in it: no git", () => {
    write(plain);
    mkdirSync(join(root, ".git"));
    expect(discover()).toMatchObject({ allPaths: ["a.md", "c.md"], git: { isRepository: false }, problems: [] });
  });

  test.each([
    ["a link to a folder", () => symlinkSync(tmpdir(), join(root, ".git"))],
    ["a link to nothing", () => symlinkSync("nowhere", join(root, ".git"))],
    ["a link to a device", () => symlinkSync("/dev/zero", join(root, ".git"))],
  ])("is %s: ignore files only", (_, make) => {
    write({ ...plain, ".gitignore": "c.md\n" });
    make();
    expect(discover()).toMatchObject({
      allPaths: [".dot/b.md", ".gitignore", "a.md"],
      problems: [],
      skipped: [{ path: ".git", reason: "is a link, which is not followed: only ignore files decide what is read" }],
    });
  });

  test.skipIf(process.platform === "win32")("is a FIFO: no git, and nobody waits", () => {
    write(plain);
    execFileSync("mkfifo", [join(root, ".git")]);
    expect(discover()).toMatchObject({ allPaths: ["a.md", "c.md"], problems: [] });
  });

  test.each([
    ["to a folder elsewhere", "gitdir: /etc\n"],
    ["to a working tree's folder that is not ours", "gitdir: outside/.git/worktrees/x\n"],
    ["to a submodule's folder that is not ours", "gitdir: outside/.git/modules/x\n"],
  ])("is a file that points %s: ignore files only", (_, pointer) => {
    write({
      ...plain,
      ".git": pointer,
      ".gitignore": "c.md\n",
      "outside/.git/worktrees/x/gitdir": "/somewhere/.git\n",
      "outside/.git/worktrees/x/index": "DIRC",
      "outside/.git/modules/x/config": "[core]\nworktree = ../../../elsewhere\n",
    });
    expect(discover().files).toEqual([".dot/b.md", ".gitignore", "a.md"]);
    expect(discover().skipped[0]?.reason).toContain("only ignore files decide what is read");
  });

  test("is a file of no meaning, endless or binary: no git", () => {
    for (const content of ["hello", "gitdir:\n", "gitdir: ", new Uint8Array([0, 1, 2]), "x".repeat(100_000)]) {
      write({ ...plain, ".git": content });
      expect(discover()).toMatchObject({ allPaths: ["a.md", "c.md"], git: { isRepository: false } });
    }
  });
});

describe("outside git", () => {
  test("everything but node_modules and dot folders", () => {
    write({ "a.md": "", ".b.md": "", "c/d.png": "", ".hidden/x.md": "", "node_modules/x.md": "", "c/node_modules/x.md": "", ".gitignore": "a.md" });
    expect(discover()).toMatchObject({ allPaths: [".b.md", ".gitignore", "a.md", "c/d.png"], git: { isRepository: false, remotes: [], branches: [] } });
  });

  test("100,000 files", { timeout: 30_000 }, () => {
    const files = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`/big/f${index % 500}/g${index % 70}/file${index}.ts`, ""]));
    const rules = Array.from({ length: 100 }, (_, index) => `*.x${index}\n/d${index}/**/*[ab]?\n`).join("");
    const memory = createMemoryFileSystem({ ...files, "/big/.git/HEAD": "ref: refs/heads/main\n", "/big/.gitignore": rules });
    const started = process.cpuUsage();
    expect(discoverFiles({ fs: memory, root: "/big" }).allPaths).toHaveLength(100_001);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10);
  });

  test("ignore files that would cost too much end the walk, and that is said", { timeout: 60_000 }, () => {
    const files = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`/big/f${index}/${"a".repeat(200)}.ts`, ""]));
    const rules = Array.from({ length: 1000 }, () => `${"*a".repeat(100)}b\n`).join("");
    const memory = createMemoryFileSystem({ ...files, "/big/.git/HEAD": "ref: refs/heads/main\n", "/big/.gitignore": rules });
    expect(discoverFiles({ fs: memory, root: "/big" }).problems).toEqual([
      { message: expect.stringContaining("the ignore files hold too many patterns") as string },
    ]);
  });

  test("many `**` against a deep path stay linear", () => {
    const memory = createMemoryFileSystem({ [`/deep/${"a/".repeat(1000)}c`]: "", "/deep/.git/HEAD": "", "/deep/.gitignore": `${"**/a/".repeat(20)}b\n` });
    expect(discoverFiles({ fs: memory, root: "/deep" }).allPaths).toHaveLength(2);
  });
});

describe("links", () => {
  test("to a file within the root exist and are not read twice", () => {
    write({ "AGENTS.md": "read me" });
    symlinkSync("AGENTS.md", join(root, "CLAUDE.md"));
    mkdirSync(join(root, "sub"));
    symlinkSync(join(root, "AGENTS.md"), join(root, "sub/absolute.md"));
    expect(fs.read(join(root, "CLAUDE.md"), 100)).toBe("not-a-file");
    expect(discover()).toMatchObject({ allPaths: ["AGENTS.md", "CLAUDE.md", "sub/absolute.md"], files: ["AGENTS.md"], problems: [] });
    expect(pathsOf(read({ names: ["CLAUDE.md", "AGENTS.md"] }).files)).toEqual(["AGENTS.md"]);
  });

  test("to a folder within the root name its files too", () => {
    write({ "docs/a.md": "", "docs/b/c.md": "" });
    symlinkSync("docs", join(root, "manual"));
    symlinkSync("../docs/b", join(root, "docs/loop"));
    expect(discover()).toMatchObject({
      allPaths: ["docs/a.md", "docs/b/c.md", "docs/loop", "docs/loop/c.md", "manual", "manual/a.md", "manual/b/c.md"],
      files: ["docs/a.md", "docs/b/c.md"],
    });
    expect(pathsOf(read({ names: ["manual"] }).files.filter(({ selected }) => selected))).toEqual(["docs/a.md", "docs/b/c.md"]);
  });

  test("that loop or lead nowhere are skipped", () => {
    write({ "a.md": "" });
    symlinkSync("two.md", join(root, "one.md"));
    symlinkSync("one.md", join(root, "two.md"));
    symlinkSync(".", join(root, "self"));
    symlinkSync("gone.md", join(root, "dangling.md"));
    expect(discover()).toMatchObject({
      files: ["a.md"],
      problems: [],
      skipped: [
        { path: "dangling.md", reason: "a link to nothing" },
        { path: "one.md", reason: "a link to nothing" },
        { path: "two.md", reason: "a link to nothing" },
      ],
    });
  });

  test("out of the root are not followed, and a document behind one is a problem", () => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-outside-")));
    try {
      write({ "secret.md": "secret", "folder/secret.md": "secret" }, outside);
      write({ "work/a.md": "a" });
      symlinkSync(join(outside, "secret.md"), join(root, "work/leak.md"));
      symlinkSync(join(outside, "folder"), join(root, "work/folder"));
      symlinkSync(`../../${outside.split("/").at(-1)!}/secret.md`, join(root, "work/up.md"));
      symlinkSync("/proc/self/fd/0", join(root, "work/fd.md"));
      const work = join(root, "work");
      const result = readFiles({ fs, root: work, cwd: work });
      expect(result.files).toEqual([{ path: "a.md", text: "a", selected: true }]);
      expect(result.allPaths).toEqual(["a.md"]);
      expect(result.skipped).toEqual([{ path: "folder", reason: "a link out of the workspace" }]);
      expect(result.problems).toEqual(
        ["fd.md", "leak.md", "up.md"].map((path) => ({ path, message: "is a link out of the workspace, which is not followed" })),
      );
      const named = readFiles({ fs, root: work, cwd: work, names: ["leak.md", "folder/secret.md", "folder"] });
      expect(named.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(
        ["leak.md", "folder/secret.md", "folder"].map((path) => `${path}: is a link out of the workspace, which is not followed`),
      );
      expect(JSON.stringify(named)).not.toContain('"secret"');
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test("asks the disk for nothing outside the root", () => {
    write({ "work/a.md": "" });
    for (const [name, target] of Object.entries({ "up.md": "../x.md", "abs.md": "/etc/passwd", far: "../../.." }))
      symlinkSync(target, join(root, "work", name));
    const asked: string[] = [];
    const note = (path: string) => (asked.push(path), path);
    const spied: FileSystem = {
      ...fs,
      kindOf: (path) => fs.kindOf(note(path)),
      list: (path) => fs.list(note(path)),
      readLink: (path) => fs.readLink(note(path)),
      read: (path, limit) => fs.read(note(path), limit),
    };
    readFiles({ fs: spied, root: join(root, "work"), cwd: join(root, "work"), names: ["up.md", "abs.md", "far"] });
    const outside = asked.filter((path) => !path.startsWith(join(root, "work")) && !path.endsWith("/.git"));
    expect(outside).toEqual([]);
  });
});

describe("what stands in the way of reading", () => {
  describe("counts only where it was asked for, or where what was asked for speaks of it", () => {
    const files = { "START.md": "Read BOARD.md", "BOARD.md": "a\0", "sub/OTHER.md": "nothing of it", "sub/data.txt": "b\0" };
    test.each<[string, Partial<ReadOptions>, string[]]>([
      ["the whole workspace", {}, ["BOARD.md", "sub/data.txt"]],
      ["a prompt that speaks of it", { names: ["START.md"] }, ["BOARD.md"]],
      ["a prompt that does not", { names: ["sub/OTHER.md"] }, []],
      ["piped in", { stdin: { path: "new.md", text: "Read data.txt" } }, ["sub/data.txt"]],
      ["the file itself", { names: ["BOARD.md"] }, ["BOARD.md"]],
      ["its folder", { names: ["sub"] }, ["sub/data.txt"]],
      ["the folder one works in", { scope: "sub" }, ["sub/data.txt"]],
      ["a glob", { names: ["*.md"] }, ["BOARD.md"]],
      ["a board by config", { names: ["sub/OTHER.md"], isExpected: createPathMatcher(["BOARD.md"]) }, ["BOARD.md"]],
    ])("%s", (_, options, expected) => {
      write(files);
      const { problems, skipped } = read(options);
      expect(problems.map(({ path }) => path)).toEqual(expected);
      // What does not count is still said with `--verbose`.
      expect([...problems, ...skipped].map(({ path }) => path).sort()).toEqual(["BOARD.md", "sub/data.txt"]);
    });

    test.skipIf(process.platform === "win32")("a link out of the workspace in a named folder", () => {
      write({ "sub/a.md": "a", "b.md": "b" });
      symlinkSync("/etc/passwd", join(root, "sub/link.md"));
      expect(problemsOf({ names: ["sub"] })).toEqual(["sub/link.md: is a link out of the workspace, which is not followed"]);
      expect(problemsOf({ names: ["sub/*.md"] })).toHaveLength(1);
      expect(problemsOf({ names: ["b.md"] })).toEqual([]);
    });
  });

  test.each<[string, string | Uint8Array, string]>([
    ["NUL", "some text\0and more", "is binary: NUL at byte 10"],
    ["UTF-16, little endian", new Uint8Array([0xff, 0xfe, 0x61, 0]), "is UTF-16, expected UTF-8"],
    ["UTF-16, big endian", new Uint8Array([0xfe, 0xff, 0, 0x61]), "is UTF-16, expected UTF-8"],
    [
      "UTF-16 without a mark",
      new Uint8Array([..."hello"].flatMap((letter) => [letter.charCodeAt(0), 0])),
      "is UTF-16 without a byte order mark, expected UTF-8",
    ],
    ["Latin-1", new Uint8Array([0x61, 0x0a, 0x63, 0xe9, 0x64]), "is not UTF-8: byte 0xE9 on line 2"],
    ["a character cut off at the end", new Uint8Array([0x61, 0xe2, 0x82]), "is not UTF-8: byte 0xE2 on line 1"],
    ["a surrogate", new Uint8Array([0x0a, 0x0a, 0xed, 0xa0, 0x80]), "is not UTF-8: byte 0xED on line 3"],
    ["an overlong form", new Uint8Array([0xc0, 0xaf]), "is not UTF-8: byte 0xC0 on line 1"],
  ])("%s", (_, content, reason) => {
    write({ "ok.md": "ok", "x.md": content });
    expect(problemsOf()).toEqual([`x.md: ${reason}`]);
    expect(problemsOf({ names: ["x.md"] })).toEqual([`x.md: ${reason}`]);
  });

  test.each<[string, string]>([
    ["a byte order mark is kept", "\uFEFF# a"],
    ["one in the middle too", "a\uFEFFb"],
    ["empty", ""],
    ["only line ends", "\r\n\r\r\n\n"],
    ["a replacement character of its own", "\uFFFD"],
    ["emoji, bidi, NEL, LS", "🚀\u202E\u0085\u2028"],
  ])("%s", (_, text) => {
    write({ "x.md": text });
    expect(read()).toMatchObject({ files: [{ path: "x.md", text, selected: true }], problems: [] });
  });

  test("decoding any bytes gives their text or a reason", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const { text, reason } = decodeText(bytes);
        if (text === undefined) expect(reason).toMatch(/^is [\w -]+/);
        else expect(new TextEncoder().encode(text)).toEqual(bytes);
      }),
    );
  });

  test("size, at and over the limit", () => {
    write({ "x.md": "12345" });
    expect(read({ maxFileSize: 5 }).files).toHaveLength(1);
    const tooLarge = ["x.md: is larger than 4 bytes, the `maxFileSize` of the config"];
    expect(problemsOf({ maxFileSize: 4 })).toEqual(tooLarge);
    expect(problemsOf({ maxFileSize: 4, names: ["x.md"] })).toEqual(tooLarge);
  });

  test("a sparse file of 200 MB", () => {
    write({ "x.md": "", "data.json": "" });
    for (const name of ["x.md", "data.json"]) truncateSync(join(root, name), 200_000_000);
    expect(read()).toMatchObject({
      problems: [{ path: "x.md", message: "is larger than 5000000 bytes, the `maxFileSize` of the config" }],
      skipped: [{ path: "data.json" }],
    });
  });

  test.skipIf(process.platform === "win32")("a FIFO with nobody at the other end, a device, a folder called x.md", { timeout: 5000 }, () => {
    write({ "ok.md": "", "x.md/y.md": "" });
    execFileSync("mkfifo", [join(root, "pipe.md"), join(root, "pipe.dat")]);
    expect(read()).toMatchObject({ files: [{ path: "ok.md" }, { path: "x.md/y.md" }], problems: [{ path: "pipe.md", message: "is no regular file" }] });
    expect(problemsOf({ names: ["pipe.dat"] })).toContain("pipe.dat: is no regular file");
    expect(fs.read("/dev/zero", 10)).toBe("not-a-file");
    expect(fs.read(join(root, "pipe.md"), 10)).toBe("not-a-file");
  });

  test.skipIf(isPrivileged || process.platform === "win32")("no permission", () => {
    write({ "a.md": "", "closed/b.md": "" });
    chmodSync(join(root, "a.md"), 0);
    chmodSync(join(root, "closed"), 0);
    expect(problemsOf()).toEqual(["closed: the folder may not be read", "a.md: the file may not be read"]);
    chmodSync(join(root, "closed"), 0o755);
  });

  test("a file that vanishes while it is read, a folder that does, a disk that fails", () => {
    write({ "a.md": "", "b/c.md": "", "d.md": "" });
    const gone = {
      ...fs,
      read: (path: string, limit: number) => (path.endsWith("/a.md") ? "missing" : path.endsWith("/d.md") ? "failed" : fs.read(path, limit)),
      list: (folder: string) => (folder.endsWith("/b") ? "missing" : fs.list(folder)),
    } as const;
    expect(problemsOf({ fs: gone })).toEqual(["b: no such folder", "a.md: no such file", "d.md: the file cannot be read"]);
  });

  test.skipIf(process.platform !== "linux")("a name that is not UTF-8", () => {
    write({ "ok.md": "" });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff]), Buffer.from(".md")]), "x");
    expect(problemsOf()).toEqual(["\uFFFD.md: its name is not UTF-8"]);
  });

  test("names of every kind are data", () => {
    const names = [
      "-rf.md",
      "a\nb.md",
      "::error::x.md",
      "$(touch x).md",
      "`id`.md",
      "\u001b[31m.md",
      "#?.md",
      "[a-z].md",
      "$HOME.md",
      " .md",
      "%0A.md",
      "'\".md",
      `${"x".repeat(250)}.md`,
    ];
    write(Object.fromEntries(names.map((name) => [name, name])));
    expect(pathsOf(read().files)).toEqual([...names].sort(compareText));
    expect(read({ literalNames: names }).files.filter(({ selected }) => selected)).toHaveLength(names.length);
  });
});

describe("which files are read", () => {
  test("documents by extension, but no lock files and no data", () => {
    write({
      "a.MD": "",
      "b.markdown": "",
      "c.mdx": "",
      "d.txt": "",
      "e.yml": "",
      "f.yaml": "",
      "g.json": "",
      "h.png": "",
      README: "",
      "package-lock.json": "",
      "pnpm-lock.yaml": "",
      "big.json": `"${"x".repeat(300_000)}"`,
    });
    const { files, skipped, allPaths } = read();
    expect(pathsOf(files)).toEqual(["a.MD", "b.markdown", "c.mdx", "d.txt", "e.yml", "f.yaml", "g.json"]);
    expect(skipped).toEqual([
      { path: "big.json", reason: "JSON of more than 262144 bytes is data" },
      { path: "package-lock.json", reason: "a lock file" },
      { path: "pnpm-lock.yaml", reason: "a lock file" },
    ]);
    expect(allPaths).toHaveLength(12);
    expect(pathsOf(read({ names: ["big.json", "README", "package-lock.json"] }).files)).toEqual(
      expect.arrayContaining(["README", "big.json", "package-lock.json"]),
    );
    expect(pathsOf(read({ isExpected: createPathMatcher(["big.json"]) }).files)).toContain("big.json");
  });

  test.each<[string, string[], string[]]>([
    ["nothing named: all", [], ["a.md", "docs/b.md", "docs/deep/c.txt"]],
    ["a file", ["a.md"], ["a.md"]],
    ["a folder", ["docs"], ["docs/b.md", "docs/deep/c.txt"]],
    ["a folder with a slash", ["docs/"], ["docs/b.md", "docs/deep/c.txt"]],
    ["here", ["."], ["a.md", "docs/b.md", "docs/deep/c.txt"]],
    ["a glob", ["**/*.md"], ["a.md", "docs/b.md"]],
    ["a glob with alternatives", ["docs/{b.md,deep/*}"], ["docs/b.md", "docs/deep/c.txt"]],
    ["twice the same", ["a.md", "./a.md", "docs/../a.md", "*.md"], ["a.md"]],
  ])("%s", (_, names, expected) => {
    write({ "a.md": "", "docs/b.md": "", "docs/deep/c.txt": "", "docs/d.ts": "" });
    const result = read({ names });
    expect(pathsOf(result.files)).toEqual(["a.md", "docs/b.md", "docs/deep/c.txt"]);
    expect(pathsOf(result.files.filter(({ selected }) => selected))).toEqual(expected);
    expect(result.problems).toEqual([]);
  });

  test("names are relative to the working folder", () => {
    write({ "a.md": "", "docs/b.md": "", "docs/c/d.md": "" });
    const selected = (names: string[]) => pathsOf(read({ cwd: join(root, "docs"), names }).files.filter((file) => file.selected));
    expect(selected(["../a.md", "b.md"])).toEqual(["a.md", "docs/b.md"]);
    expect(selected(["../*.md", "*/d.md"])).toEqual(["a.md", "docs/c/d.md"]);
    expect(selected([join(root, "a.md")])).toEqual(["a.md"]);
  });

  test("a name with the characters of a glob is a name first", () => {
    write({ "[a].md": "", "a.md": "" });
    expect(read({ names: ["[a].md"] }).files.filter(({ selected }) => selected)).toEqual([{ path: "[a].md", text: "", selected: true }]);
  });

  test.each<[string, string[], string]>([
    ["missing", ["STRAT.md"], 'STRAT.md: no such file or folder, did you mean "START.md"?'],
    ["in another folder", ["b.md"], 'b.md: no such file or folder, did you mean "docs/b.md"?'],
    ["missing, near nothing", ["zzz.xyz"], "zzz.xyz: no such file or folder"],
    ["outside", ["../x.md"], "../x.md: lies outside the workspace"],
    ["a home folder is no name", ["~/x.md"], "~/x.md: no such file or folder"],
    ["in .git", [".git/config"], ".git/config: lies in .git, which is not read"],
    ["a glob without a match", ["*.rst"], "*.rst: matches no file that can be read"],
    ["a glob outside", ["../*.md"], "../*.md: lies outside the workspace"],
    ["an extended glob", ["@(a|b)*.md"], "@(a|b)*.md: is an extended glob, write the alternatives as `{a,b}`"],
    ["a folder without documents", ["src"], "src: holds no file that can be read"],
  ])("%s", (_, names, expected) => {
    write({ "START.md": "", "docs/b.md": "", "src/x.ts": "" });
    const [problem = "", ...others] = problemsOf({ names });
    expect(problem.startsWith(expected)).toBe(true);
    expect(others).toEqual([]);
  });

  test("behind `--` a name is never a glob", () => {
    write({ "a.md": "" });
    expect(problemsOf({ literalNames: ["*.md"] })).toEqual(['*.md: no such file or folder, did you mean "a.md"?']);
  });

  test.skipIf(!hasGit)("what git ignores is read when it is named", () => {
    git("init", "-q");
    write({ ".gitignore": "out/\n*.txt\n", "a.md": "", "out/p.md": "", "out/.x/q.md": "", "b.txt": "" });
    expect(pathsOf(read().files)).toEqual(["a.md"]);
    expect(read({ names: ["out", "b.txt"] })).toMatchObject({ problems: [], named: ["b.txt"] });
    expect(pathsOf(read({ names: ["out", "b.txt"] }).files.filter(({ selected }) => selected))).toEqual(["b.txt", "out/p.md"]);
  });

  test("`ignore` of the config holds for all, named or not, and for what cannot be read", () => {
    write({ "a.md": "", "old/b.md": "", "old/bad.md": "\0" });
    const isIgnored = createPathMatcher(["old/**"]);
    expect(read({ isIgnored })).toMatchObject({ files: [{ path: "a.md" }], problems: [], allPaths: ["a.md", "old/b.md", "old/bad.md"] });
    expect(problemsOf({ isIgnored, names: ["old/b.md"] })[0]).toMatch(/^: no files to lint in .*, 1 left out by `ignore` of the config/);
    expect(problemsOf({ isIgnored, names: ["old/b.md"], passOnNoFiles: true })).toEqual([]);
  });

  test("no files at all is a problem with its reason", () => {
    write({ "a.ts": "" });
    expect(problemsOf()).toEqual([
      `: no files to lint in ${root}: expected *.md, *.markdown, *.mdx, *.txt, *.yml, *.yaml or *.json (\`--pass-on-no-files\` accepts that)`,
    ]);
    expect(problemsOf({ passOnNoFiles: true })).toEqual([]);
  });

  test("a scope below the root", () => {
    write({ "a.md": "", "sub/b.md": "" });
    expect(pathsOf(read({ scope: "sub" }).files.filter(({ selected }) => selected))).toEqual(["sub/b.md"]);
  });

  test("what is piped in takes the place of the file of that name", () => {
    write({ "a.md": "old", "docs/b.md": "b" });
    const piped = (path: string) => read({ cwd: join(root, "docs"), stdin: { path, text: "new" } });
    expect(piped("../a.md").files).toEqual([
      { path: "a.md", text: "new", selected: true },
      { path: "docs/b.md", text: "b", selected: false },
    ]);
    expect(piped("new.md")).toMatchObject({ allPaths: ["a.md", "docs/b.md", "docs/new.md"], named: ["docs/new.md"], problems: [] });
    expect(pathsOf(piped("new.md").files)).toEqual(["a.md", "docs/b.md", "docs/new.md"]);
    expect(() => piped("../../x.md")).toThrow('`--stdin-filename` "../../x.md" is no file of the workspace');
  });
});

describe("globs", () => {
  test.each<[string, string[], string[], string[]]>([
    ["plain", ["a.md"], ["a.md"], ["b/a.md", "a.mdx", "A.md"]],
    ["one star", ["*.md"], ["a.md", ".md", ".x.md"], ["b/a.md"]],
    ["two stars", ["**/*PROMPT*.md"], ["PROMPT.md", "a/b/MY-PROMPT-1.md"], ["a/prompt.md"]],
    ["a folder's content", ["prompts/**"], ["prompts/a", "prompts/b/c"], ["prompts", "x/prompts/a"]],
    ["in the middle", ["a/**/b"], ["a/b", "a/x/y/b", "a/b/c"], ["a/xb"]],
    ["a folder by name", ["archive"], ["archive/a/b.md", "archive"], ["archives/a", "x/archive"]],
    ["a folder with a slash", ["archive/"], ["archive/a"], ["archive"]],
    ["here", ["./docs/*.md", "."], ["docs/a.md", "x/y"], []],
    ["one character", ["?.md"], ["a.md", "é.md", "🚀.md"], ["ab.md", ".md"]],
    ["a set", ["[a-c!].md"], ["b.md", "!.md"], ["d.md"]],
    ["a negated set", ["[!a]*"], ["b"], ["a", "ab"]],
    ["alternatives", ["{a,b/{c,d}}.md"], ["a.md", "b/c.md", "b/d.md"], ["c.md", "a,b"]],
    ["braces without a comma", ["{id}.md"], ["{id}.md"], ["id.md"]],
    ["escapes", ["\\*\\{a,b\\}.md"], ["*{a,b}.md"], ["xa.md"]],
    ["taken back", ["docs/**", "!docs/keep.md"], ["docs/a.md"], ["docs/keep.md"]],
    ["taken back and named again", ["docs/**", "!docs/*.md", "docs/a.md"], ["docs/a.md"], ["docs/b.md"]],
  ])("%s", (_, globs, yes, no) => {
    const matches = createPathMatcher(globs);
    expect(globs.map(describeGlobMistake)).toEqual(globs.map(() => undefined));
    expect(yes.filter(matches)).toEqual(yes);
    expect(no.filter(matches)).toEqual([]);
  });

  test.each([
    ["", "is empty"],
    ["!", "is empty"],
    ["a".repeat(257), "is longer than 256 characters"],
    ["a//b", "has a `[` that nothing closes, or an empty part"],
    ["{1..3}", "has a range, write it as `[0-9]` or `{1,2}`"],
    ["C:/a", "is absolute, write it relative to the folder of the config"],
    ["a/../b", "leaves the folder of the config"],
    ["!(a)", "is an extended glob, write the alternatives as `{a,b}`"],
    ["*(a|b)", "is an extended glob, write the alternatives as `{a,b}`"],
    ["a\\", "has a backslash, separate folders with `/`"],
  ])("%j is not accepted", (glob, mistake) => {
    if (glob !== "!(a)") expect(describeGlobMistake(glob)).toBe(mistake);
    else expect(createPathMatcher([glob])("b")).toBe(false);
  });

  test("hostile ones take no time", () => {
    const started = process.cpuUsage();
    for (const glob of [
      "*a".repeat(127),
      "{".repeat(256),
      `${"{a,".repeat(80)}`,
      "**/".repeat(85),
      "[".repeat(256),
      `${"**/a/".repeat(50)}b`,
      "?*".repeat(128),
    ]) {
      describeGlobMistake(glob);
      createPathMatcher([glob])("a".repeat(255));
      createPathMatcher([glob])("a/".repeat(2000));
    }
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
  });

  test("an escaped path matches itself and nothing else", () => {
    const segment = fc
      .string({ unit: fc.constantFrom("a", "*", "?", "[", "]", "{", "}", ",", "!", "\\", "."), minLength: 1, maxLength: 8 })
      .filter((text) => text !== "." && text !== ".." && !/[@+?*!]\(/.test(text));
    fc.assert(
      fc.property(segment, segment, (a, b) => {
        const matches = createPathMatcher([escapeGlob(a)]);
        expect(matches(a)).toBe(true);
        if (a !== b) expect(matches(b)).toBe(false);
      }),
    );
  });
});

describe("small parts", () => {
  test.each([
    ["https://example.com/owner/name.git", "owner/name"],
    ["https://user:token@example.com/owner/name", "owner/name"],
    ["http://example.com:8080/group/sub/name/", "group/sub/name"],
    ["ssh://git@example.com:22/owner/name.git", "owner/name"],
    ["git@example.com:owner/name.git", "owner/name"],
    ["example.com:owner/name", "owner/name"],
    ["git://example.com/owner/name", "owner/name"],
    ["ext::sh -c evil", undefined],
    ["/srv/git/name.git", undefined],
    ["../name", undefined],
    ["file:///srv/owner/name", undefined],
    ["https://example.com/name", undefined],
    ["https://example.com/a/../b", undefined],
    ["https://example.com/$(id)/b", undefined],
    ["", undefined],
  ])("remote %s", (url, expected) => {
    expect(parseRemoteUrl(url)).toBe(expected);
  });

  test("git config", () => {
    const config = parseGitConfig(
      '[core]\n\tbare = false ; no\n[remote "o\\"r\\\\i"] url = "a b" # c\n\tURL=x\\\ny\n[Extensions]\nobjectFormat = sha256\nflag\n[bad\n= 1\n',
    );
    expect(Object.fromEntries(config)).toEqual({
      "core.bare": ["false"],
      'remote.o"r\\i.url': ["a b", "xy"],
      "extensions.objectformat": ["sha256"],
      "extensions.flag": ["true"],
    });
  });

  test("paths", () => {
    expect(["a/./b/../c", "../a", "/../a", "a/../..", "C:/a/../..", "//a//b/", ""].map(normalizePath)).toEqual(["a/c", "../a", "/a", "..", "C:", "/a/b", ""]);
    expect([resolvePath("/a/b", "../c"), resolvePath("/a", "/x/./y"), resolvePath("C:/a", "b")]).toEqual(["/a/c", "/x/y", "C:/a/b"]);
    expect(["/a/b", "/a", "/", "a", "C:"].map(parentPath)).toEqual(["/a", "/", "/", "", "C:"]);
    expect([relativePath("/a", "/a/b"), relativePath("/a", "/ab"), relativePath("/", "/a"), relativePath("/a", "/a")]).toEqual(["b", undefined, "a", ""]);
    expect(ancestorsOf("/a/b")).toEqual(["/a/b", "/a", "/"]);
    expect(["a/b/c", "a", "C:/x/y", "/a/b", ""].map(foldersOf)).toEqual([["a/b", "a", ""], [""], ["C:/x", "C:", ""], ["/a", ""], [""]]);
    expect(["a.MD", ".gitignore", "x/y.tar.gz", "a.b/c"].map(extensionOf)).toEqual([".md", "", ".gz", ""]);
  });
});
