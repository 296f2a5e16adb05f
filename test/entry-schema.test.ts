import { describe, expect, test } from "vitest";
import { readBoard } from "../src/model/board.ts";
import { compileEntrySchema, DEFAULT_ENTRY_SCHEMA, toEntryRecord } from "../src/model/entry-schema.ts";
import { DEFAULT_VOCABULARY } from "../src/model/vocabulary.ts";
import { UsageError } from "../src/usage-error.ts";
import { parse } from "./parsers.ts";

test("the record of an entry has the known fields by name, the others as written", () => {
  const text =
    "## Session 1: Payments\n- **Status:** ✅ DONE (yesterday)\n- **Claimed By:** s-1\n- **Repo:** acme/shop (private)\n- **Agents:** 3\n\n## Session 2\n- **Status:** TODO\n";
  const board = readBoard(parse("STATUS.md", text), { vocabulary: DEFAULT_VOCABULARY, fieldAliases: {}, isConfiguredBoard: false })!;
  expect(toEntryRecord(board.entries[0]!)).toEqual({
    id: "Session 1",
    name: "Payments",
    status: "DONE",
    claimedBy: "s-1",
    repository: "acme/shop",
    Agents: "3",
  });
});

test("the default schema", async () => {
  const validate = await compileEntrySchema(DEFAULT_ENTRY_SCHEMA);
  expect(validate({ id: "a", status: "DONE", repository: "acme/shop", outputFile: "a.md" })).toEqual([]);
  expect(validate({ id: "a", status: "", repository: "shop" })).toEqual([
    { field: "status", reason: "a keyword" },
    { field: "repository", reason: "`owner/name`" },
  ]);
});

test("reasons without a description, and of another dialect", async () => {
  const validate = await compileEntrySchema({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    required: ["cost"],
    properties: { branch: { pattern: "^feat/" }, status: { enum: ["A", "B"] } },
  });
  expect(validate({ branch: "main", status: "C" })).toEqual([
    { field: "cost", reason: "it", isMissing: true },
    { field: "branch", reason: 'a value that must match pattern "^feat/"' },
    { field: "status", reason: "one of `A`, `B`" },
  ]);
});

test("a pattern that would backtrack for ever does not", async () => {
  const validate = await compileEntrySchema({ properties: { branch: { pattern: "^(a+)+$" } } });
  const started = performance.now();
  expect(validate({ branch: `${"a".repeat(5000)}!` })).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(2000);
});

describe("what is no usable schema is a mistake of the user", () => {
  test.each([
    ["a list", [], "own.json: expected a JSON Schema object, found a list"],
    ["null", null, "own.json: expected a JSON Schema object, found null"],
    ["a wrong type", { type: "objekt" }, /^own\.json: not a usable JSON Schema: .*type/],
    ["a reference to nowhere", { $ref: "https://example.org/schema.json" }, /^own\.json: not a usable JSON Schema: can't resolve reference/],
    ["a pattern that is none", { properties: { a: { pattern: "(" } } }, /^own\.json: not a usable JSON Schema: /],
    ["one that refers to itself", { $ref: "#" }, /^own\.json: not a usable JSON Schema: /],
    ["a huge one", { description: "x".repeat(200_000) }, /^own\.json: not a usable JSON Schema: larger than/],
  ])("%s", async (_, schema, message) => {
    const compiled = compileEntrySchema(schema, "own.json");
    await expect(compiled).rejects.toBeInstanceOf(UsageError);
    await expect(compiled).rejects.toThrow(message);
  });
});
