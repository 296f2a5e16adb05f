import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { folder, gitIn, hasGit, write } from "../git/repository.ts";
import { BOARD, PROMPT, run, type Answer, type RunOptions } from "./workspace.ts";

let work = "";
let cache = "";
let home = "";
beforeEach(() => {
  work = join(folder, "here");
  cache = join(folder, "cache");
  home = join(folder, "home");
  write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, "other.md": "# Other\n" }, work);
});
afterEach(() => vi.useRealTimers());

const linted = (argv: readonly string[] = [], options: Partial<RunOptions> = {}) => run(["--verbose", ...argv], { cwd: work, ...options });
const cached = (argv: readonly string[] = [], options: Partial<RunOptions> = {}) =>
  linted(["--cache", "--cache-location", cache, ...argv], { ...options, env: { XDG_CACHE_HOME: home, ...options.env } });
const entries = () => readdirSync(cache).filter((name) => /^[0-9a-f]{40}-/.test(name));
const entry = () => join(cache, entries()[0]!);

function told({ code, stdout, stderr }: Answer) {
  return { code, stdout, stderr };
}

describe("a hit", () => {
  test("lints nothing, and says the same", async () => {
    const plain = await linted();
    const miss = await cached();
    const hit = await cached();
    expect([miss.cache, miss.linted]).toEqual(["miss, as there was no such run yet", 1]);
    expect([hit.cache, hit.linted]).toEqual(["hit", 0]);
    expect(told(miss)).toEqual(told(plain));
    expect(told(hit)).toEqual(told(plain));
    expect(plain.stdout).toContain("unbounded-wait");
  });

  test.each(["pretty", "compact", "json", "jsonl", "github", "gitlab", "junit", "rdjson", "markdown", "agent"])("as %s", async (format) => {
    await cached(["--format", format]);
    const hit = await cached(["--format", format]);
    expect(hit.linted).toBe(0);
    expect(told(hit)).toEqual(told(await linted(["--format", format])));
  });

  test("is that of the same options only", async () => {
    await cached();
    const others = [
      ["--preset", "strict"],
      ["--rule", "unbounded-wait:off"],
      ["PROMPT.md"],
      ["--", "PROMPT.md"],
      ["--engine", "portable"],
      ["--format", "json"],
      ["--report-unused-disable-directives"],
    ];
    for (const options of others) expect((await cached(options)).linted, options.join(" ")).toBe(1);
    for (const options of [...others, [], ["--quiet"], ["--max-warnings", "0"], ["--format", "compact"]])
      expect((await cached(options)).linted, options.join(" ")).toBe(0);
  });

  test("is that of the same program and the same environment only", async () => {
    await cached();
    expect((await cached([], { program: "1.2.3 two" })).linted).toBe(1);
    expect((await cached([], { env: { CI: "true" } })).linted).toBe(1);
    expect((await cached([], { env: { LANG: "de_DE", HOME: folder } })).linted).toBe(0);
  });

  test("of what is piped in", async () => {
    const piped = (stdin: string) => cached(["--stdin", "--stdin-filename", "NEW-PROMPT.md"], { stdin });
    const plain = await linted(["--stdin", "--stdin-filename", "NEW-PROMPT.md"], { stdin: PROMPT });
    await piped(PROMPT);
    const hit = await piped(PROMPT);
    expect(hit.linted).toBe(0);
    expect(told(hit)).toEqual(told(plain));
    expect((await piped(PROMPT.replace("sleep 5", "sleep 50"))).linted).toBe(1);
  });

  test("with an accepted finding", async () => {
    const baseline = ["--baseline", "known.txt"];
    await linted([...baseline, "--update-baseline"]);
    await cached(baseline);
    const hit = await cached(baseline);
    expect(hit.linted).toBe(0);
    expect(told(hit)).toEqual(told(await linted(baseline)));
    expect(hit.stderr).toContain("in the baseline");
  });
});

describe("a miss", () => {
  test.each<[string, () => void, string]>([
    ["another text", () => write({ "STATUS.md": BOARD.replace("UNCLAIMED", "COMPLETE") }, work), '"STATUS.md" has changed'],
    ["a deleted file", () => rmSync(join(work, "other.md")), "the workspace holds other files"],
    ["a new file", () => write({ "new.md": "" }, work), "the workspace holds other files"],
    ["a config", () => write({ ".prompt-lint.json": "{}" }, work), '".prompt-lint.json" has changed'],
    [
      "a text of the same size and time",
      () => {
        const { atime, mtime } = statSync(join(work, "PROMPT.md"));
        write({ "PROMPT.md": PROMPT.replace("sleep 5", "sleep 6") }, work);
        utimesSync(join(work, "PROMPT.md"), atime, mtime);
      },
      '"PROMPT.md" has changed',
    ],
  ])("for %s", async (_, change, why) => {
    await cached();
    change();
    const miss = await cached();
    expect([miss.cache, miss.linted]).toEqual([`miss, as ${why}`, 1]);
    expect(told(miss)).toEqual(told(await linted()));
    expect((await cached()).cache).toBe("hit");
  });

  test("for another project, though it looks alike", async () => {
    const other = join(folder, "there");
    write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, "other.md": "# Another\n" }, other);
    await cached();
    expect((await cached([], { cwd: other })).linted).toBe(1);
    expect((await cached()).linted).toBe(0);
  });

  test("for a claim that has lapsed since, and its age in words", async () => {
    const claimed = 1768435200_000;
    vi.useFakeTimers({ toFake: ["Date"], now: claimed + 60_000 });
    expect((await cached()).stdout).not.toContain("stale-claim");
    vi.setSystemTime(claimed + 3600_000);
    expect((await cached()).cache).toBe("hit");
    vi.setSystemTime(claimed + 3 * 3600_000);
    const lapsed = await cached();
    expect(lapsed.cache).toBe("miss, as a claim has grown older");
    expect(lapsed.stdout).toContain("3 hours old");
    vi.setSystemTime(claimed + 3.5 * 3600_000);
    expect((await cached()).cache).toBe("hit");
    vi.setSystemTime(claimed + 4 * 3600_000);
    const older = await cached();
    expect(older.cache).toBe("miss, as a claim has grown older");
    expect(older.stdout).toContain("4 hours old");
  });

  test("the results of four branches are kept", async () => {
    const branches = [1, 2, 3, 4, 5].map((number) => `# Other ${number}\n`);
    const visit = async (text: string) => {
      write({ "other.md": text }, work);
      return (await cached()).linted;
    };
    for (const text of branches.slice(0, 4)) expect(await visit(text)).toBe(1);
    for (const text of branches.slice(0, 4)) expect(await visit(text)).toBe(0);
    expect(await visit(branches[4]!)).toBe(1);
    expect(entries()).toHaveLength(4);
  });
});

describe.skipIf(!hasGit)("in a repository", () => {
  beforeEach(() => {
    gitIn(work, "init", "-q");
    gitIn(work, "add", "-A");
    gitIn(work, "commit", "-q", "-m", "first");
  });

  test("a clone elsewhere, and a folder that is moved, have its results", async () => {
    await cached();
    const clone = join(folder, "deep", "clone");
    cpSync(work, clone, { recursive: true });
    const hit = await cached([], { cwd: clone });
    expect(hit.cache).toBe("hit");
    expect(told(hit)).toEqual(told(await linted([], { cwd: clone })));
    renameSync(work, join(folder, "moved"));
    expect((await cached([], { cwd: join(folder, "moved") })).cache).toBe("hit");
  });

  test("of a path from the top of the disk only where it was", async () => {
    const named = ["--", join(work, "PROMPT.md")];
    await cached(named);
    expect((await cached(named)).cache).toBe("hit");
    const clone = join(folder, "clone");
    cpSync(work, clone, { recursive: true });
    const elsewhere = await cached(named, { cwd: clone });
    expect(elsewhere.linted).toBe(1);
    expect(told(elsewhere)).toEqual(told(await linted(named, { cwd: clone })));
  });

  test.skipIf(process.platform === "win32")("a link from the top of the disk leads somewhere else when it is moved", async () => {
    symlinkSync(join(work, "other.md"), join(work, "linked.md"));
    await cached();
    expect((await cached()).cache).toBe("hit");
    const clone = join(folder, "clone");
    cpSync(work, clone, { recursive: true, verbatimSymlinks: true });
    const elsewhere = await cached([], { cwd: clone });
    expect(elsewhere.linted).toBe(1);
    expect(told(elsewhere)).toEqual(told(await linted([], { cwd: clone })));
  });

  test("a commit, a push and what git ignores are noticed", async () => {
    const hub = join(folder, "hub.git");
    gitIn(folder, "init", "-q", "--bare", hub);
    gitIn(work, "remote", "add", "origin", hub);
    const steps: [string, () => unknown][] = [
      ["push", () => gitIn(work, "push", "-q", "-u", "origin", "HEAD")],
      ["an edit of the board", () => write({ "STATUS.md": `${BOARD}\nMore.\n` }, work)],
      ["commit", () => gitIn(work, "commit", "-q", "-a", "-m", "more")],
      ["second push", () => gitIn(work, "push", "-q", "origin", "HEAD")],
      ["ignore", () => write({ ".gitignore": "other.md\n" }, work)],
    ];
    for (const [step, make] of steps) {
      await cached();
      make();
      const miss = await cached();
      expect(miss.linted, step).toBe(1);
      expect(told(miss), step).toEqual(told(await linted()));
    }
  });
});

describe("where results are kept", () => {
  const byDefault = (env: Record<string, string> = { XDG_CACHE_HOME: home }) => linted(["--cache"], { env });

  test("nothing is written without --cache, nor with --no-cache", async () => {
    await linted([], { env: { XDG_CACHE_HOME: home } });
    await linted(["--cache", "--no-cache", "--cache-location", cache], { env: { XDG_CACHE_HOME: home } });
    expect([home, cache].map((path) => existsSync(path))).toEqual([false, false]);
  });

  test("in node_modules, with the secret elsewhere", async () => {
    mkdirSync(join(work, "node_modules"));
    await byDefault();
    expect((await byDefault()).cache).toBe("hit");
    const names = readdirSync(join(work, "node_modules", ".cache", "prompt-lint"));
    expect(names).toEqual(expect.arrayContaining([".gitignore", "CACHEDIR.TAG"]));
    expect(names).toHaveLength(3);
    expect(readdirSync(join(home, "prompt-lint"))).toContain("secret");
  });

  test.skipIf(process.platform === "win32" || process.platform === "darwin")("else in the home folder", async () => {
    const answer = await byDefault({ HOME: home });
    expect(answer.cache).toMatch(/^miss/);
    expect(readdirSync(join(home, ".cache", "prompt-lint"))).toHaveLength(4);
    expect(lstatSync(join(home, ".cache", "prompt-lint", "secret")).mode & 0o777).toBe(0o600);
  });

  test("nowhere without a home", async () => {
    const answer = await byDefault({});
    expect([answer.cache, answer.linted]).toEqual(["not used, as no home folder is known, and no `--cache-location` is given", 1]);
  });

  test("in the workspace itself, as no part of it", async () => {
    const inside = () => linted(["--cache", "--cache-location", "kept"], { env: { XDG_CACHE_HOME: home } });
    await inside();
    const hit = await inside();
    expect(hit.cache).toBe("hit");
    // What the next run adds is none of the first one's business either.
    await linted(["--cache", "--cache-location", "kept", "--preset", "strict"], { env: { XDG_CACHE_HOME: home } });
    expect((await inside()).cache).toBe("hit");
    write({ "kept/PROMPT.md": PROMPT }, work);
    const miss = await inside();
    expect(miss.stdout).toContain("kept/PROMPT.md");
    expect(told(miss).stdout).toEqual((await linted()).stdout);
  });

  test("never in somebody else's folder", async () => {
    const answer = await linted(["--cache", "--cache-location", "."], { env: { XDG_CACHE_HOME: home } });
    expect(answer.cache).toMatch(/^not used, as ".*" holds other files: expected a folder of its own$/);
    expect(readdirSync(work).sort()).toEqual(["PROMPT.md", "STATUS.md", "other.md"]);
  });

  test.skipIf(process.platform === "win32")("never through a link of the workspace", async () => {
    mkdirSync(join(work, "node_modules"));
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(work, "node_modules", ".cache"));
    expect((await byDefault()).cache).toMatch(/^not used, as a link leads to /);
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
  });

  test.each(["html", "page:html"])("--watch, --staged and %s keep nothing", async () => {
    expect((await cached(["--format", "html:page.html"])).cache).toBe("not used, as a page shows more than is kept");
    expect(existsSync(cache)).toBe(false);
  });

  test("what could not be checked is not kept", async () => {
    writeFileSync(join(work, "binary.md"), Buffer.from([0, 1, 2]));
    const answer = await cached();
    expect(answer.code).toBe(2);
    expect(answer.cache).toBe("miss, as there was no such run yet; not kept, as not everything could be checked");
    expect((await cached()).linted).toBe(1);
  });

  test("what a plugin found is not kept", async () => {
    write({ "plugin.js": "export default { name: 'house', rules: {} };\n", ".prompt-lint.json": '{ "plugins": ["./plugin.js"] }' }, work);
    const answer = await cached();
    expect(answer.linted).toBe(1);
    expect((await cached()).linted).toBe(1);
  });
});

describe("a cache that is not what it should be is a miss", () => {
  const OTHER = "entry";
  test.each<[string, () => void]>([
    ["empty", () => truncateSync(entry(), 0)],
    ["cut off", () => truncateSync(entry(), statSync(entry()).size - 1)],
    ["longer", () => appendFileSync(entry(), " ")],
    ["binary", () => writeFileSync(entry(), Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)))],
    ["another text behind its seal", () => writeFileSync(entry(), readFileSync(entry(), "latin1").replaceAll("warning", "info   "), "latin1")],
    ["huge", () => truncateSync(entry(), 20_000_000)],
    [
      "of somebody else",
      () => {
        writeFileSync(join(cache, "secret"), Buffer.alloc(32, 7));
      },
    ],
    ["a secret that is too short", () => truncateSync(join(cache, "secret"), 3)],
    [
      "a folder",
      () => {
        const path = entry();
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("%s", async (_, damage) => {
    const plain = await linted();
    await cached();
    damage();
    const miss = await cached();
    expect(miss.linted).toBe(1);
    expect(told(miss)).toEqual(told(plain));
    expect(told(await cached())).toEqual(told(plain));
  });

  test.skipIf(process.platform === "win32").each<[string, (path: string) => void]>([
    ["a link", (path) => (renameSync(path, join(folder, OTHER)), symlinkSync(join(folder, OTHER), path))],
    ["a FIFO", (path) => (rmSync(path), void execFileSync("mkfifo", [path]))],
  ])("%s", async (_, replace) => {
    await cached();
    replace(entry());
    expect((await cached()).linted).toBe(1);
    expect((await cached()).cache).toBe("hit");
  });

  test("planted in the workspace, secret and all", async () => {
    // Made where somebody is at home, and committed.
    const stranger = { XDG_CACHE_HOME: join(folder, "stranger") };
    const inside = (env: Record<string, string>) => linted(["--cache", "--cache-location", "kept"], { env });
    await inside(stranger);
    expect((await inside(stranger)).cache).toBe("hit");
    cpSync(join(folder, "stranger", "prompt-lint", "secret"), join(work, "kept", "secret"));
    expect((await inside({ XDG_CACHE_HOME: home })).linted).toBe(1);
  });

  test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a folder that may not be written", async () => {
    await cached();
    write({ "other.md": "# Another\n" }, work);
    chmodSync(cache, 0o500);
    expect((await cached()).cache).toMatch(/; not kept, as it cannot be written: permission denied$/);
    chmodSync(cache, 0o700);
  });

  test("a file where the folder should be", async () => {
    writeFileSync(cache, "");
    const answer = await cached();
    expect(answer.cache).toMatch(/^not used, as ".*" is no folder$/);
    expect(told(answer)).toEqual(told(await linted()));
  });
});

test("what is used least goes when there is too much", async () => {
  await cached();
  const kept = entries()[0]!;
  const fill = (index: number) => join(cache, `${String(index).padStart(40, "0")}-0123456789abcdef`);
  for (let index = 0; index < 7; index++) {
    writeFileSync(fill(index), "");
    truncateSync(fill(index), 10_000_000);
    utimesSync(fill(index), 1000 + index, 1000 + index);
  }
  const abandoned = join(cache, ".prompt-lint-0123456789abcdef.tmp");
  writeFileSync(abandoned, "");
  utimesSync(abandoned, 1000, 1000);
  write({ "other.md": "# Another\n" }, work);
  await cached();
  expect(entries()).toContain(kept);
  expect(entries()).toHaveLength(8);
  expect([existsSync(fill(0)), existsSync(fill(1)), existsSync(abandoned)]).toEqual([false, true, false]);
});
