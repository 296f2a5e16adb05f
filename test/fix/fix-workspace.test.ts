import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fixWorkspace } from "../../src/fix/fix-workspace.ts";
import { lint } from "../../src/lint.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { createSource } from "../../src/source.ts";
import { rules } from "../../rules/index.ts";

const NOW = Date.parse("2026-01-15T12:00:00Z");

async function fix(files: Readonly<Record<string, string>>, suggestionsOf: readonly string[] = []) {
  const fs = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/work/${path}`, text])));
  const run = (texts: ReadonlyMap<string, string>) =>
    lint({ fs, cwd: "/work", root: "/work", now: NOW, texts, reportUnusedDisableDirectives: true, passOnNoFiles: true });
  const before = await run(new Map());
  const fixed = await fixWorkspace({ lint: run, suggestionsOf });
  const texts: Record<string, string> = { ...files };
  for (const [path, { after }] of fixed.files) texts[path] = after;
  return { ...fixed, before, texts };
}

const BOARD =
  "# Status\n\n## Session 1\n- **Status:** COMPLETE\n- **Claimed By:** UNCLAIMED\n- **Output File:** a.md\n\n## Session 2\n- **Status:** Completed\n- **Claimed By:** UNCLAIMED\n- **Output File:** b.md\n\n## Session 3\n- **Status:** COMPLETE\n- **Claimed By:** UNCLAIMED\n";

describe("what can be fixed", () => {
  test("a pattern that misses the bold markers", async () => {
    const { texts, result, applied } = await fix({
      "STATUS.md": BOARD,
      "PROMPT.md": "# Prompt\n\nYou are Session 2. Find a session:\n\n```bash\ngrep 'Claimed By: UNCLAIMED' STATUS.md || exit 1\n```\n",
    });
    expect(texts["PROMPT.md"]).toContain(String.raw`grep 'Claimed By:\*\* UNCLAIMED' STATUS.md`);
    expect(applied.map(({ ruleId }) => ruleId)).toContain("unmatched-pattern");
    expect(result.findings.filter(({ ruleId }) => ruleId === "unmatched-pattern")).toEqual([]);
  });

  test("every entry of a state that is written two ways", async () => {
    const { texts } = await fix({
      "STATUS.md":
        BOARD.replace("## Session 3\n- **Status:** COMPLETE", "## Session 3\n- **Status:** Completed") +
        BOARD.replaceAll("Session ", "Session 1").replaceAll("Completed", "COMPLETE"),
    });
    expect(texts["STATUS.md"]).not.toContain("Completed");
  });

  test("the fence around a prompt", async () => {
    const { texts } = await fix({ "PROMPT.md": "Paste:\n\n```\n# Prompt\nYou are Session 1.\n```bash\ngit status\n```\nThen stop.\n```\n" });
    expect(texts["PROMPT.md"]).toBe("Paste:\n\n````\n# Prompt\nYou are Session 1.\n```bash\ngit status\n```\nThen stop.\n````\n");
  });

  test("a comment that silences nothing goes, with its line", async () => {
    const { texts } = await fix({ "a.md": "# A\n\n<!-- prompt-lint-disable unbounded-wait: old -->\n\ntext\n" });
    expect(texts["a.md"]).toBe("# A\n\n\ntext\n");
  });

  test("a field stub only when it is asked for", async () => {
    expect((await fix({ "STATUS.md": BOARD.replace("Session 3\n- **Status:** COMPLETE", "Session 3\n- **Status:** READY") })).texts["STATUS.md"]).not.toContain(
      "TBD",
    );
    const { texts } = await fix({ "STATUS.md": BOARD.replace("Session 3\n- **Status:** COMPLETE", "Session 3\n- **Status:** READY") }, ["missing-field"]);
    expect(texts["STATUS.md"]).toContain("- **Claimed By:** UNCLAIMED\n- **Output File:** TBD\n");
  });

  test("with CRLF and a byte order mark as they are", async () => {
    const text = `\uFEFF${BOARD}`.replaceAll("\n", "\r\n");
    const { texts } = await fix({ "STATUS.md": text });
    expect(texts["STATUS.md"]).toBe(text.replace("Completed", "COMPLETE"));
  });
});

test("a fix that did harm is tried again when another one has been made", async () => {
  const source = { messageId: "m", message: "m", severity: "error" as const, path: "a.md", related: [], suggestions: [] };
  const at = (start: number, end: number) => ({ start: { line: 1, column: start + 1, offset: start }, end: { line: 1, column: end + 1, offset: end } });
  // `y` has to stay, and `b` must not be there without `a`.
  const lintText = async (texts: ReadonlyMap<string, string>) => {
    const text = texts.get("a.md") ?? "aby";
    const findings = [...text].map((letter, index) => ({
      ...source,
      ruleId: letter,
      place: at(index, index + 1),
      fix: [{ place: at(index, index + 1), text: "" }],
    }));
    const isBroken = !text.includes("y") || (text.includes("b") && !text.includes("a"));
    const broken = isBroken ? [{ ...source, ruleId: "broken", place: at(0, 0) }] : [];
    return { workspace: { documents: [{ path: "a.md", source: createSource("a.md", text) }] }, findings: [...findings, ...broken], problems: [], failures: [] };
  };
  const { files, applied, rejected } = await fixWorkspace({ lint: lintText, suggestionsOf: [] });
  expect(files.get("a.md")?.after).toBe("y");
  expect([applied.map(({ ruleId }) => ruleId), rejected.map(({ ruleId }) => ruleId)]).toEqual([["b", "a"], ["y"]]);
});

test("a fix that would bring another finding is taken back", async () => {
  const source = { ruleId: "r", messageId: "m", message: "m", severity: "error" as const, path: "a.md", related: [], suggestions: [] };
  const point = (offset: number) => ({ line: 1, column: offset + 1, offset });
  const lintText = async (texts: ReadonlyMap<string, string>) => {
    const text = texts.get("a.md") ?? "bad";
    const place = { start: point(0), end: point(text.length) };
    const findings = text === "bad" ? [{ ...source, place, fix: [{ place, text: "worse" }] }] : [{ ...source, messageId: "n", place }];
    return { workspace: { documents: [{ path: "a.md", source: createSource("a.md", text) }] }, findings, problems: [], failures: [] };
  };
  const { files, applied, rejected } = await fixWorkspace({ lint: lintText, suggestionsOf: [] });
  expect([files.size, applied.length, rejected.length]).toEqual([0, 0, 1]);
});

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const names = readdirSync(fixtures, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe("over every fixture", { timeout: 60_000 }, () => {
  test.each(names)("%s: fixing ends, brings nothing new, and twice is once", async (name) => {
    const folder = join(fixtures, name);
    const files = Object.fromEntries(
      readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile()
          ? [[relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"), readFileSync(join(entry.parentPath, entry.name), "utf8")]]
          : [],
      ),
    ) as Record<string, string>;
    const all = rules.map(({ id }) => id);
    for (const suggestionsOf of [[], all]) {
      const once = await fix(files, suggestionsOf);
      const kinds = (findings: typeof once.before.findings) => {
        const counts = new Map<string, number>();
        for (const { path, ruleId, messageId } of findings)
          counts.set(`${path} ${ruleId} ${messageId}`, (counts.get(`${path} ${ruleId} ${messageId}`) ?? 0) + 1);
        return counts;
      };
      const before = kinds(once.before.findings);
      for (const [kind, number] of kinds(once.result.findings)) expect(number, kind).toBeLessThanOrEqual(before.get(kind) ?? 0);
      const twice = await fix(once.texts, suggestionsOf);
      expect(twice.applied.map(({ ruleId, path }) => `${path} ${ruleId}`)).toEqual([]);
      const left = once.result.findings.filter((finding) => finding.fix);
      expect(left.length).toBeLessThanOrEqual(once.rejected.length);
    }
  });
});
