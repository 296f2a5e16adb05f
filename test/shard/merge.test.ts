import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BOARD, PROMPT, run, type Answer } from "../cache/workspace.ts";
import { folder, gitIn, hasGit, write } from "../git/repository.ts";
import { NOW } from "../helpers.ts";

const FORMATS = ["pretty", "compact", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "agent"];
const fixtures = readdirSync("fixtures", { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

let work = "";
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  work = join(folder, "work");
});
afterEach(() => vi.useRealTimers());

/** Runs each part; answers with the files that they wrote, which lie outside of the workspace. */
async function split(count: number, options: readonly string[] = [], { cwd = work, code = 0 } = {}): Promise<string[]> {
  const parts: string[] = [];
  for (let index = count; index >= 1; index--) {
    const file = join(folder, `part-${index}.json`);
    const answer = await run(["--shard", `${index}/${count}`, "-o", file, ...options], { cwd });
    expect(answer).toMatchObject({ code, stdout: "" });
    expect(answer.stderr).toContain(`part ${index} of ${count}: `);
    parts.push(file);
  }
  return parts;
}

const merge = (parts: readonly string[], options: readonly string[] = []) => run(["merge", ...parts, ...options], { cwd: work });
const told = ({ code, stdout, stderr }: Answer) => ({ code, stdout, stderr });

describe.each(fixtures)("the parts of %s are told as one run", (name) => {
  test.each([1, 2, 5])("of %i parts", async (count) => {
    cpSync(resolve("fixtures", name), work, { recursive: true });
    const parts = await split(count, ["--format", "json"]);
    for (const format of count === 2 ? FORMATS : ["pretty", "json"]) {
      const options = ["--format", format, "--verbose"];
      expect(told(await merge(parts, options)), format).toEqual(told(await run(options, { cwd: work })));
    }
  });
});

describe("options", () => {
  beforeEach(() => write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, "b/SECOND-PROMPT.md": PROMPT.replace("sleep 5", "sleep 6"), "c.md": "# C\n" }, work));

  test.each([
    [
      ["--preset", "strict"],
      ["--max-warnings", "0"],
    ],
    [["PROMPT.md", "STATUS.md"], ["--quiet"]],
    [
      ["PROMPT.md", "--format", "json"],
      ["--format", "json"],
    ],
    [["b/**"], ["--fail-on", "never"]],
    [["--rule", "unbounded-wait:off", "--report-unused-disable-directives"], ["--color"]],
  ])("%j when it is split, %j when it is merged", async (first, second) => {
    const parts = await split(3, first);
    expect(told(await merge(parts, second))).toEqual(told(await run([...first.filter((word) => !second.includes(word)), ...second], { cwd: work })));
  });

  test("a baseline is held against all that was found", async () => {
    const baseline = ["--baseline", join(folder, "known.json")];
    await run([...baseline, "--update-baseline"], { cwd: work });
    write({ "b/SECOND-PROMPT.md": `${PROMPT}\nRead [it](gone.md) first.\n` }, work);
    rmSync(join(work, "STATUS.md"));
    const parts = await split(2);
    const plain = await run(baseline, { cwd: work });
    expect(plain.stderr).toContain("fit no finding any more");
    expect(told(await merge(parts, baseline))).toEqual(told(plain));
    expect((await merge(parts, [...baseline, "--update-baseline"])).code).toBe(0);
    expect((await run(baseline, { cwd: work })).stderr).not.toContain("fit no finding any more");
  });

  test.skipIf(!hasGit)("what a branch has brought", async () => {
    gitIn(work, "init", "-q");
    gitIn(work, "add", "-A");
    gitIn(work, "commit", "-q", "-m", "first");
    write({ "b/SECOND-PROMPT.md": `${PROMPT}\nRead [it](gone.md) first.\n` }, work);
    const parts = await split(2, ["--since", "HEAD"]);
    const merged = await merge(parts);
    expect(told(merged)).toEqual(told(await run(["--since", "HEAD"], { cwd: work })));
    expect(merged.stderr).toMatch(/; \d+ older/);
  });

  test("what could not be read is told by each part and by all of them", async () => {
    writeFileSync(join(work, "binary.md"), Buffer.from([0, 1, 2]));
    writeFileSync(join(work, "other.md"), Buffer.from([0, 1, 2]));
    const parts = await split(2, [], { code: 2 });
    expect((await merge(parts, ["--format", "json"])).stderr).toContain("expected parts of `--shard i/n --format json`");
    expect(told(await merge(parts, ["--format", "sarif"]))).toEqual(told(await run(["--format", "sarif"], { cwd: work })));
  });

  test("a page has all but boards and dependencies", async () => {
    const merged = await merge(await split(2, ["--format", "html"]), ["--format", "html"]);
    expect(merged.code).toBe(1);
    expect(merged.stdout).toContain("unbounded-wait");
    expect(merged.stdout).not.toContain('id="boards"');
  });

  test("a part that lies in the workspace is no file of it", async () => {
    await run(["--shard", "1/2", "-o", "part-1.json"], { cwd: work });
    await run(["--shard", "2/2", "-o", "part-2.json"], { cwd: work });
    const merged = await merge(["part-1.json", "part-2.json"]);
    expect(told(merged)).toEqual(told(await run([], { cwd: work })));
  });

  test("goes to standard output without a file", async () => {
    const { stdout } = await run(["--shard", "1/1"], { cwd: work });
    writeFileSync(join(folder, "only.json"), stdout);
    expect(told(await merge([join(folder, "only.json")]))).toEqual(told(await run([], { cwd: work })));
  });

  test.each([
    [["--shard", "0/2"], "expected `--shard i/n` with i from 1 to n"],
    [["--shard", "3/2"], "expected `--shard i/n` with i from 1 to n"],
    [["--shard", "1"], "expected `--shard i/n` with i from 1 to n"],
    [["--shard", "1/2", "--staged"], "cannot be had with `--staged`"],
    [["--shard", "1/2", "--fix"], "cannot be had with `--fix`"],
    [["--shard", "1/2", "-"], "cannot be had with standard input"],
    [["--shard", "1/2", "--watch"], "cannot be had with `--watch`"],
    [["--shard", "1/2", "--baseline", "b.json"], "`--baseline` goes with `prompt-lint merge`"],
    [["--shard", "1/2", "--format", "json:a.json"], "and takes no file"],
  ])("%j is refused", async (argv, message) => {
    const { code, stderr } = await run(argv, { cwd: work });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("parts that do not fit together", () => {
  let parts: string[] = [];
  beforeEach(async () => {
    write({ "PROMPT.md": PROMPT, "STATUS.md": BOARD, "c.md": "# C\n" }, work);
    parts = await split(2);
  });
  const change = (file: string, edit: (text: string) => string) => writeFileSync(file, edit(readFileSync(file, "utf8")));
  const again = (index: number, options: string[] = [], program = "1.2.3 one") =>
    run(["--shard", `${index}/2`, "-o", join(folder, `part-${index}.json`), ...options], { cwd: work, program });

  test.each<[string, () => unknown, string]>([
    ["one is missing", () => (parts = parts.slice(0, 1)), "part 1 of 2 is missing"],
    ["one is there twice", () => cpSync(parts[0]!, parts[1]!), "is there twice"],
    ["of another number", () => run(["--shard", "1/3", "-o", parts[1]!], { cwd: work }), "is one of 3, and"],
    ["another version", () => again(1, [], "1.2.4 two"), "was made by another version of prompt-lint"],
    ["without checklists", () => again(1, ["--format", "json"]), "was made with another `checklists`"],
    ["another option", () => again(1, ["--preset", "strict"]), "was made with another `preset`"],
    ["other files", () => (write({ "c.md": "# D\n" }, work), again(1)), "was made of other files"],
    ["another config", () => (write({ ".prompt-lint.json": "{}" }, work), again(1)), "was made of other files"],
    ["no file", () => rmSync(parts[0]!), "no such file"],
    ["empty", () => writeFileSync(parts[0]!, ""), "it is no JSON"],
    ["binary", () => writeFileSync(parts[0]!, Buffer.from([0, 255, 254])), "it is no JSON"],
    ["another JSON", () => writeFileSync(parts[0]!, '{"version":1,"findings":[]}'), "is not what `--shard` writes, in `partial`: expected object, got nothing"],
    ["a number in place of a text", () => change(parts[0]!, (text) => text.replace(/"repositoryPath":"[^"]*"/, '"repositoryPath":7')), "result.repositoryPath"],
    ["a key too many", () => change(parts[0]!, (text) => text.replace('"older":', '"__proto__":{},"extra":1,"older":')), "result"],
    [
      "a place outside of its text",
      () =>
        change(
          parts.find((file) => readFileSync(file, "utf8").includes('"findings":[{'))!,
          (text) => text.replace(/"offset":\d+/, '"offset":999999999'),
        ),
      "does not fit",
    ],
    [
      "a document of the other",
      () => change(parts[0]!, (text) => text.replace(/"documents":\["[^"]+"/, (own) => `${own},"PROMPT.md","STATUS.md","c.md"`)),
      "is in more than one part",
    ],
  ])("%s", async (_, damage, message) => {
    await damage();
    const { code, stdout, stderr } = await merge(parts);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/internal error|undefined/);
  });
});
