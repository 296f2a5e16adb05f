import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import type { FileSystem } from "../../src/read/file-system.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";
import { FORMATS } from "../../src/report/formatters.ts";
import { createArena, expectCivil, SECRET, type Arena } from "./arena.ts";

let arena: Arena;
const servers: Server[] = [];
beforeEach(() => {
  arena = createArena();
  arena.write({ "PROMPT.md": PROMPT });
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  arena.strike();
});

const PROMPT =
  "You are one of several sessions that work in parallel. Read STATUS.md first, and every file in docs/.\n\n```bash\nwhile true; do sleep 5; done\n```\n";
const place = (path: string) => join(arena.root, path);
const isWindows = process.platform === "win32";

async function run(...argv: string[]) {
  const verdict = await arena.run(["--format", "compact", ...argv]);
  expectCivil(verdict);
  return verdict;
}

describe.skipIf(isWindows)("what is no file where a file is expected", () => {
  const shapes: [string, (path: string) => void][] = [
    ["a folder", (path) => mkdirSync(path)],
    ["a FIFO that nobody writes to", (path) => spawnSync("mkfifo", [path])],
    ["a socket", (path) => servers.push(createServer().listen(path))],
    ["a link to an endless device", (path) => symlinkSync("/dev/zero", path)],
    ["a link to a terminal", (path) => symlinkSync("/dev/tty", path)],
    ["a link to this process", (path) => symlinkSync("/proc/self/environ", path)],
    ["a link to itself", (path) => symlinkSync("STATUS.md", path)],
    ["a link to nothing", (path) => symlinkSync("gone.md", path)],
    ["a link out of the workspace", (path) => symlinkSync("../secret.md", path)],
    ["a link out by its whole name", (path) => symlinkSync(join(arena.folder, "secret.md"), path)],
  ];
  test.each(shapes)("%s called STATUS.md", async (_, make) => {
    make(place("STATUS.md"));
    const { stdout } = await run();
    expect(stdout).toContain("unbounded-wait");
    expect((await run("STATUS.md")).code).toBe(2);
    expectCivil(await arena.run(["status", "STATUS.md"]));
    expectCivil(await arena.run(["checklist"]));
  });

  test.each(shapes)("%s called .prompt-lint.json", async (_, make) => {
    make(place(".prompt-lint.json"));
    expect((await run()).code).toBe(2);
  });

  test.each(shapes)("%s called .git, .gitignore, .gitattributes or the record of a rehearsal", async (_, make) => {
    for (const name of [".git", ".gitignore", ".gitattributes", ".prompt-lint/rehearsal.json"]) {
      mkdirSync(place(".prompt-lint"), { recursive: true });
      make(place(name));
      expect((await run()).stdout).toContain("unbounded-wait");
    }
  });

  test.each(shapes)("%s as the baseline", async (_, make) => {
    make(place("baseline.json"));
    expect((await run("--baseline", "baseline.json")).code).toBe(2);
  });
});

describe.skipIf(isWindows)("folders", () => {
  test("that are links in a circle, up, out, and to themselves", async () => {
    mkdirSync(place("docs/a"), { recursive: true });
    for (const [target, name] of [
      [".", "docs/self"],
      ["..", "docs/up"],
      ["../..", "docs/out"],
      ["../../docs", "docs/a/around"],
      ["loop2", "docs/loop1"],
      ["loop1", "docs/loop2"],
      ["/", "docs/top"],
      ["/proc/self/root", "docs/proc"],
      ["/proc/self/fd", "docs/fd"],
    ] as const)
      symlinkSync(target, place(name));
    const { stdout, stderr } = await run();
    expect(stdout + stderr).not.toContain("secret");
    expect(stdout).toContain("unbounded-wait");
  });

  test("the root as a link is the folder it leads to, and no further", async () => {
    symlinkSync(arena.root, join(arena.folder, "link"));
    symlinkSync("../secret.md", place("leak.md"));
    const { stdout, code } = await run("--root", join(arena.folder, "link"));
    expect([code, stdout.includes("unbounded-wait")]).toEqual([2, true]);
  });

  test("as deep as a path can be", async () => {
    const name = "d".repeat(200);
    // Step by step: one path of all would be too long to make.
    const script = `i=0; while [ $i -lt 40 ]; do mkdir ${name} && cd ${name} || exit 0; i=$((i+1)); done; echo x > deep.md`;
    spawnSync("sh", ["-c", script], { cwd: arena.root });
    expect((await run()).stdout).toContain("unbounded-wait");
  });

  test("a hard link to what lies outside is a file like any other, and fixing leaves the other name alone", async () => {
    const broken = "# Start\n\nPaste this:\n\n```\n# Prompt\nYou are Session 1.\n```bash\ngit status\n```\nThen stop.\n```\n";
    arena.write({ "other.md": broken }, arena.folder);
    linkSync(join(arena.folder, "other.md"), place("START.md"));
    expectCivil(await arena.run(["--fix", "START.md"], { allowed: ["root/START.md"] }));
  });
});

describe("files that change under us", () => {
  const files = { "/work/PROMPT.md": PROMPT, "/work/STATUS.md": "# Status\n\n## Session 1\n\n- **Status:** UNCLAIMED\n", "/work/docs/a.md": "# A\n" };
  const spoil = (change: (fs: FileSystem) => Partial<FileSystem>): FileSystem => {
    const fs = createMemoryFileSystem(files);
    return { ...fs, ...change(fs) };
  };
  test.each<[string, FileSystem]>([
    ["gone when it is opened", spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? "missing" : fs.read(path, limit)) }))],
    ["forbidden when it is opened", spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? "denied" : fs.read(path, limit)) }))],
    ["a broken disk", spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? "failed" : fs.read(path, limit)) }))],
    ["grown when it is opened", spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? "too-large" : fs.read(path, limit)) }))],
    ["a FIFO when it is opened", spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? "not-a-file" : fs.read(path, limit)) }))],
    ["a folder that is gone", spoil((fs) => ({ list: (path) => (path.endsWith("docs") ? "missing" : fs.list(path)) }))],
    ["a folder that is forbidden", spoil((fs) => ({ list: (path) => (path.endsWith("docs") ? "denied" : fs.list(path)) }))],
    ["entries that are of no kind any more", spoil((fs) => ({ kindOf: (path) => (path.endsWith(".md") ? "missing" : fs.kindOf(path)) }))],
    [
      "another text each time",
      spoil((fs) => ({ read: (path, limit) => (path.endsWith("STATUS.md") ? Buffer.from(String(Math.random())) : fs.read(path, limit)) })),
    ],
  ])("%s", async (_, fs) => {
    const { failures, findings } = await lint({ fs, cwd: "/work", root: "/work" });
    expect(failures).toEqual([]);
    expect(findings.map(({ ruleId }) => ruleId)).toContain("unbounded-wait");
  });

  test.skipIf(isWindows)("while they are read: nothing but a verdict", async () => {
    const child = spawnSync("sh", ["-c", "i=0; while [ $i -lt 30 ]; do echo a > S$i.md; ln -sf S$i.md L$i.md; i=$((i+1)); done"], { cwd: arena.root });
    expect(child.status).toBe(0);
    let reads = 0;
    const fs: FileSystem = {
      ...nodeFileSystem,
      read(path, limit) {
        // Each read takes away one file, and makes a link out of the workspace of another.
        rmSync(place(`S${reads % 30}.md`), { force: true });
        const other = place(`S${(reads + 7) % 30}.md`);
        rmSync(other, { force: true });
        symlinkSync("../secret.md", other);
        reads++;
        return nodeFileSystem.read(path, limit);
      },
    };
    const { failures, workspace, problems } = await lint({ fs, cwd: arena.root, root: arena.root });
    expect(failures).toEqual([]);
    expect(workspace.documents.map(({ source }) => source.text).join("\n")).not.toContain(SECRET);
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe.skipIf(isWindows)("names of every kind", () => {
  const names = [
    "-rf.md",
    "--fix.md",
    "--config=x.md",
    "a\nb.md",
    "a\rb.md",
    "a\tb.md",
    " leading.md",
    "trailing .md",
    "trailing.md ",
    "::error file=x::pwned.md",
    "a%0A::error::pwned.md",
    "##vso[task.complete result=Succeeded]pwned.md",
    "\u001B[31mred\u001B[0m.md",
    "\u001B]8;;https:example.org\u0007link.md",
    "\u202Edm.evil.md",
    "a\u200Bb.md",
    "$(touch canary).md",
    "`touch canary`.md",
    "$HOME.md",
    "'; touch canary; '.md",
    '"quoted".md',
    "back\\slash.md",
    "<img src=x onerror=alert(1)>.md",
    "]]>.md",
    "a&b.md",
    "a|b.md",
    "a#b?c=d.md",
    "[a-z]*.md",
    "{a,b}.md",
    "!not.md",
    "@(a|b).md",
    "CON.md",
    "NUL",
    "aux.yaml",
    "__proto__",
    "__proto__.md",
    "constructor.md",
    "toString.json",
    "...md",
    "日本語-PROMPT.md",
    "e\u0301-\u00E9.md",
    "👩‍💻.md",
    `${"n".repeat(252)}.md`,
    "%s%n%x.md",
    "=cmd|'calc'!A1.md",
  ];

  test.each(Object.keys(FORMATS))("are data in %s", async (format) => {
    arena.write(Object.fromEntries(names.map((name) => [name, PROMPT])));
    writeFileSync(Buffer.concat([Buffer.from(`${arena.root}/`), Buffer.from([0x61, 0xff, 0xfe]), Buffer.from(".md")]), PROMPT);
    const verdict = await arena.run(["--format", format]);
    expect(verdict.code).not.toBe(0);
    const { stdout, ...rest } = verdict;
    // `github` is made of commands; its own tests hold them against the grammar.
    expectCivil(format === "github" ? { ...rest, stdout: "" } : verdict);
    if (["json", "sarif", "gitlab", "rdjson"].includes(format)) expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    if (format === "github")
      expect(
        stdout
          .split("\n")
          .filter((line) => line !== "" && !/^prompt-lint: \d|^::(?:error|warning|notice)(?: (?:file|line|endLine|col|endColumn|title)=[^\n]*)?::/.test(line)),
      ).toEqual([]);
    expect(existsSync(place("canary"))).toBe(false);
  });

  test.each(names.filter((name) => !name.startsWith(" ")))("%j by itself, behind `--`", async (name) => {
    arena.write({ [name]: PROMPT });
    const { code } = await run("--", name);
    if (name.endsWith(".md")) expect([1, 2]).toContain(code);
  });
});

describe.skipIf(isWindows || process.getuid?.() === 0)("what may not be read (skipped for root)", () => {
  test("a file, a folder, a config", async () => {
    arena.write({ "STATUS.md": "# x\n", "docs/a.md": "# a\n" });
    for (const path of ["STATUS.md", "docs"]) chmodSync(place(path), 0);
    const { code, stderr } = await run();
    chmodSync(place("docs"), 0o755);
    expect([code, stderr.includes("STATUS.md")]).toEqual([2, true]);
    arena.write({ ".prompt-lint.json": "{}" });
    chmodSync(place(".prompt-lint.json"), 0);
    expect((await run()).code).toBe(2);
  });
});

test("a sparse file of 5 GB", async () => {
  arena.write({ "STATUS.md": "" });
  truncateSync(place("STATUS.md"), 5e9);
  const { code, stderr } = await run();
  expect([code, stderr.includes("STATUS.md")]).toEqual([2, true]);
});
