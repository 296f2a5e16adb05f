import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folder, gitIn, hasGit, write } from "../git/repository.ts";
import { BOARD, PROMPT, run, type Answer } from "./workspace.ts";

const TEXTS = [
  PROMPT,
  PROMPT.replace("sleep 5", "sleep 6"),
  BOARD,
  BOARD.replace("UNCLAIMED", "COMPLETE"),
  "# Notes\n\nNothing.\n",
  "You are Session 1. Read [it](missing.md) first.\n",
];
const NAMES = ["PROMPT.md", "STATUS.md", "docs/START-PROMPT.md", "reports/search.md", "notes.txt"];

type Edit =
  | { type: "write"; name: string; text: string }
  | { type: "touch" | "flip" | "delete"; name: string }
  | { type: "rename"; name: string; to: string }
  | { type: "config"; text: string }
  | { type: "ignore"; text: string }
  | { type: "commit" | "push" | "branch" | "move" | "undo" };

const name = fc.constantFrom(...NAMES);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant("write" as const), name, text: fc.constantFrom(...TEXTS) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("touch" as const, "flip" as const, "delete" as const), name }) },
  fc.record({ type: fc.constant("rename" as const), name, to: name }),
  fc.record({
    type: fc.constant("config" as const),
    text: fc.constantFrom("{}", '{ "rules": { "unbounded-wait": "off" } }', '{ "ignore": ["docs/**"] }', "{ broken"),
  }),
  fc.record({ type: fc.constant("ignore" as const), text: fc.constantFrom("", "docs/\n", "STATUS.md\n") }),
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("commit" as const, "push" as const, "branch" as const, "move" as const, "undo" as const) }) },
);

/** Makes an edit; answers with where the workspace is then. */
function apply(change: Edit, at: string): string {
  const path = "name" in change ? join(at, change.name) : "";
  switch (change.type) {
    case "write":
      write({ [change.name]: change.text }, at);
      break;
    case "touch":
      if (existsSync(path)) utimesSync(path, new Date(), new Date());
      break;
    case "flip":
      flip(path);
      break;
    case "delete":
      rmSync(path, { force: true });
      break;
    case "rename":
      if (existsSync(path)) write({ [change.to]: readFileSync(path, "utf8") }, at);
      if (change.to !== change.name) rmSync(path, { force: true });
      break;
    case "config":
      write({ ".prompt-lint.json": change.text }, at);
      break;
    case "ignore":
      write({ ".gitignore": change.text }, at);
      break;
    case "commit":
      gitIn(at, "add", "-A");
      gitIn(at, "commit", "-q", "--allow-empty", "-m", "more");
      break;
    case "push":
      gitIn(at, "push", "-q", "--force", "origin", "HEAD:main");
      break;
    case "branch":
      gitIn(at, "branch", "-f", "sessions/one");
      break;
    case "undo":
      gitIn(at, "checkout", "-q", "-f", "HEAD", "--", ".");
      break;
    case "move": {
      const to = `${at}-`;
      renameSync(at, to);
      return to;
    }
  }
  return at;
}

/** Another character in place of one: size and time stay. */
function flip(path: string): void {
  if (!existsSync(path)) return;
  const { atime, mtime } = statSync(path);
  const text = readFileSync(path, "utf8");
  write({ [path]: text.includes("sleep 5") ? text.replace("sleep 5", "sleep 9") : text.replace("e", "o") }, "/");
  utimesSync(path, atime, mtime);
  expect(statSync(path).size).toBe(Buffer.byteLength(text));
}

const FILES = { "PROMPT.md": PROMPT, "STATUS.md": BOARD, "reports/payments.md": "# Done\n" };

test.skipIf(!hasGit || process.platform === "win32")("whatever is edited: with a cache the answer is that without", { timeout: 600_000 }, async () => {
  let hits = 0;
  const seed = Number(process.env["SEED"] ?? 1);
  const numRuns = Number(process.env["RUNS"] ?? 8);
  const hub = join(folder, "hub.git");
  gitIn(folder, "init", "-q", "--bare", hub);
  const first = join(folder, "first");
  write(FILES, first);
  gitIn(first, "init", "-q");
  gitIn(first, "remote", "add", "origin", hub);
  gitIn(first, "add", "-A");
  gitIn(first, "commit", "-q", "-m", "first");
  gitIn(first, "push", "-q", "-u", "origin", "HEAD:main");
  let round = 0;

  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(["--format=json"], ["--format=pretty"], ["PROMPT.md"], ["--since=HEAD"]),
      async (edits, options) => {
        let at = join(folder, `work-${round++}`);
        cpSync(first, at, { recursive: true });
        for (const change of [undefined, ...edits]) {
          if (change) at = apply(change, at);
          const { code, stdout, stderr } = await run(["--verbose", ...options], { cwd: at });
          const cached = () =>
            run(["--verbose", "--cache", "--cache-location", join(folder, "cache"), ...options], { cwd: at, env: { XDG_CACHE_HOME: join(folder, "home") } });
          for (const answer of [await cached(), await cached()] satisfies Answer[]) {
            expect(answer).toMatchObject({ code, stdout, stderr });
            expect(answer.linted).toBe(answer.cache === "hit" ? 0 : 1);
            if (answer.cache === "hit") hits++;
            else if (code !== 2) expect(answer.cache).toMatch(/^miss, as /);
          }
        }
      },
    ),
    { numRuns, seed },
  );
  expect(hits).toBeGreaterThan(numRuns);
  expect(readdirSync(join(folder, "cache")).length).toBeGreaterThan(4);
});
