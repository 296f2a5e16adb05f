import type { Finding } from "../finding.ts";
import { applyChanges } from "../fix/apply-edits.ts";
import { lint } from "../lint.ts";
import { isDocumentPath } from "../read/discover.ts";
import { createMemoryFileSystem } from "../read/memory-file-system.ts";
import { resolvePath } from "../read/paths.ts";
import type { PluginRule } from "./plugin.ts";

/** Texts that a rule has nothing to say of. */
export interface ValidCase {
  /** By default how the text starts. */
  name?: string;
  text: string;
  /** By default `prompt.md`. */
  path?: string;
  /** What else there is in the workspace, texts by path. */
  files?: Readonly<Record<string, string>>;
  options?: unknown;
}

export interface InvalidCase extends ValidCase {
  /** In the order of files, then places; or only how many. */
  findings: number | readonly ExpectedFinding[];
  /** The text once all fixes are in. */
  output?: string;
}

/** Only what is given is compared. */
export interface ExpectedFinding {
  messageId?: string;
  message?: string | RegExp;
  path?: string;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  /** What stands at the place. */
  text?: string;
  /** The texts once each suggestion is in. */
  suggestions?: readonly { title?: string; output: string }[];
}

/** The two functions that vitest, jest, mocha and node:test have in common. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => Promise<void>): unknown;
}

/**
 * Tests a rule of a plugin: each case is linted as a workspace of its own, with
 * this rule and no other. Every document of a case counts as named by the user.
 */
export class RuleTester {
  readonly #runner: TestRunner;

  /** Without a runner the global `describe` and `test` (or `it`) are taken. */
  constructor(runner: TestRunner = globalRunner()) {
    this.#runner = runner;
  }

  run(rule: PluginRule, { valid = [], invalid = [] }: { valid?: readonly (string | ValidCase)[]; invalid?: readonly InvalidCase[] }): void {
    const { describe, test } = this.#runner;
    const tests = [
      ...valid.map((one) => (typeof one === "string" ? { text: one } : one)).map((one) => ({ ...one, kind: "is silent", findings: [] })),
      ...invalid.map((one) => ({ ...one, kind: "reports" })),
    ];
    describe(rule.id, () => {
      for (const [index, one] of tests.entries()) test(`${one.kind} ${index + 1}: ${one.name ?? shorten(one.text)}`, () => checkCase(rule, one));
    });
  }
}

function globalRunner(): TestRunner {
  const { describe, test, it } = globalThis as Partial<TestRunner> & { it?: TestRunner["test"] };
  const found = test ?? it;
  if (!describe || !found) throw new Error("no global `describe` and `test`: expected `new RuleTester({ describe, test })` with those of your test runner");
  return { describe, test: found };
}

async function checkCase(rule: PluginRule, { text, path = "prompt.md", files = {}, options = {}, findings: expected, output }: InvalidCase): Promise<void> {
  const texts = new Map([...Object.entries(files), [path, text] as const]);
  const config = JSON.stringify({ extends: [], rules: { [rule.id]: ["warning", options] } });
  const disk = [...texts, [CONFIG, config] as const].map(([name, content]) => [resolvePath(ROOT, name), content] as const);
  const { findings, failures, problems } = await lint({
    fs: createMemoryFileSystem(Object.fromEntries(disk)),
    cwd: ROOT,
    root: ROOT,
    literalPaths: [...texts.keys()].filter(isDocumentPath),
    namedArePrompts: true,
    plugins: [{ rules: [rule] }],
  });
  const [failure] = failures;
  if (failure) throw new Error(`rule \`${rule.id}\` failed on ${failure.where}`, { cause: failure.cause });
  if (problems.length > 0) throw new Error(problems.map(({ path: where, message }) => `${where ?? ""}: ${message}`).join("\n"));

  const found = findings.filter(({ ruleId }) => ruleId === rule.id);
  const compare: (actual: unknown, expected: unknown) => void = (await import("node:assert")).deepStrictEqual;
  const wanted = typeof expected === "number" ? undefined : expected;
  if (wanted)
    compare(
      found.map((finding, index) => project(finding, wanted[index] ?? UNEXPECTED, texts)),
      wanted,
    );
  else compare(found.length, expected);
  if (output !== undefined) {
    const own = found.filter((finding) => finding.path === path);
    const changes = own.flatMap(({ ruleId, message, fix }) => (fix ? [{ ruleId, title: message, edits: fix }] : []));
    compare(applyChanges(text, changes).text, output);
  }
}

const ROOT = "/workspace";
const CONFIG = ".prompt-lint.json";

/** Of a finding that no case asked for, what tells where it comes from. */
const UNEXPECTED: ExpectedFinding = { message: "", line: 0, column: 0, text: "" };

/** The part of a finding that `expected` speaks of. */
function project(finding: Finding, expected: ExpectedFinding, texts: ReadonlyMap<string, string>): ExpectedFinding {
  const { message, messageId, path, place, suggestions } = finding;
  const text = texts.get(path) ?? "";
  const all: Required<ExpectedFinding> = {
    messageId,
    message: expected.message instanceof RegExp && expected.message.test(message) ? expected.message : message,
    path,
    line: place.start.line,
    column: place.start.column,
    endLine: place.end.line,
    endColumn: place.end.column,
    text: text.slice(place.start.offset, place.end.offset),
    suggestions: suggestions.map(({ title, edits }, index) => ({
      ...(expected.suggestions?.[index]?.title !== undefined && { title }),
      output: applyChanges(text, [{ ruleId: finding.ruleId, title, edits }]).text,
    })),
  };
  return Object.fromEntries((Object.keys(expected) as (keyof ExpectedFinding)[]).map((key) => [key, all[key]]));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_NAME ? `${line.slice(0, MAX_NAME)}…` : line;
}

const MAX_NAME = 60;
