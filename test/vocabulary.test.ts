import { describe, expect, test } from "vitest";
import { readBoard } from "../src/model/board.ts";
import {
  createVocabulary,
  DEFAULT_VOCABULARY,
  groupOfKnownWord,
  isInVocabulary,
  nearestWord,
  normalizeKeyword,
  vocabularyWords,
} from "../src/model/vocabulary.ts";
import { groupOfIcon } from "../src/model/icons.ts";
import { parseDocument } from "../src/parse/document.ts";
import { parsers } from "./parsers.ts";

describe("normalizeKeyword", () => {
  test.each([
    ["in-progress", "IN PROGRESS"],
    ["In  Progress", "IN PROGRESS"],
    ["IN_PROGRESS", "IN PROGRESS"],
    [" done ", "DONE"],
  ])("%j is %j", (keyword, normal) => {
    expect(normalizeKeyword(keyword)).toBe(normal);
  });
});

describe("groupOfKnownWord", () => {
  test.each([
    ["UNCLAIMED", "free"],
    ["todo", "free"],
    ["Not Started", "free"],
    ["backlog", "free"],
    ["READY TO DEPLOY", "free"],
    ["ready-for-dev", "free"],
    ["CLAIMED", "claimed"],
    ["in_progress", "active"],
    ["ready for review", "active"],
    ["done", "done"],
    ["Merged", "done"],
    ["ON HOLD", "blocked"],
    ["Waiting", "blocked"],
    ["failed", "failed"],
    ["draft", undefined],
    ["needs handoff", undefined],
    ["", undefined],
  ])("%j is %j", (word, group) => {
    expect(groupOfKnownWord(word)).toBe(group);
  });
});

describe("groupOfIcon", () => {
  test.each([
    ["✅", "done"],
    ["⏸️", "blocked"],
    ["⏸", "blocked"],
    ["🔄", "active"],
    ["⬜", "free"],
    ["❌", "failed"],
    ["🟢", undefined],
    [undefined, undefined],
  ])("%s is %s", (icon, group) => {
    expect(groupOfIcon(icon)).toBe(group);
  });
});

test("a config's words come in the order of the groups, spelling aside", () => {
  const vocabulary = createVocabulary("config", { done: ["SHIPPED"], free: ["FREE", "NEXT UP"] });
  expect(vocabularyWords(vocabulary)).toEqual(["FREE", "NEXT UP", "SHIPPED"]);
  expect(isInVocabulary(vocabulary, "next-up")).toBe(true);
  expect(isInVocabulary(vocabulary, "DONE")).toBe(false);
});

describe("nearestWord", () => {
  const vocabulary = createVocabulary("config", { free: ["READY"], active: ["WORKING"], done: ["COMPLETE"] });
  test.each([
    ["COMPLETED", "COMPLETE"],
    ["REDY", "READY"],
    ["DONE", "COMPLETE"],
    ["in progress", "WORKING"],
    ["xyzzy", undefined],
  ])("for %j is %j", (word, nearest) => {
    expect(nearestWord(vocabulary, word)).toBe(nearest);
  });
});

const ENTRIES = "\n\n| Session | Status |\n|---|---|\n| Session 1 | A |\n| Session 2 | DONE |\n| Session 3 | TODO |\n";
const legendOf = (text: string, path = "STATUS.md") => {
  const board = readBoard(parseDocument({ path, text }, parsers), { vocabulary: DEFAULT_VOCABULARY, fieldAliases: {}, isConfiguredBoard: true });
  return board && { origin: board.vocabulary.origin, words: vocabularyWords(board.vocabulary), icons: [...board.vocabulary.icons.keys()] };
};

describe("the legend of a board", () => {
  test.each([
    [
      "a table",
      "## Status Definitions\n\n| Status | Meaning |\n|---|---|\n| ⏳ READY | free |\n| 🔄 WORKING | taken |\n| ✅ DONE | over |",
      ["READY", "WORKING", "DONE"],
      ["⏳", "🔄", "✅"],
    ],
    ["a table of icons", "| Icon | Status |\n|---|---|\n| ⬜ | Todo |\n| ✅ | Done |", ["Todo", "Done"], ["⬜", "✅"]],
    [
      "a list with descriptions",
      "## Task Status Key\n\n- 🔵 **AVAILABLE** - Ready to claim (no blockers)\n- 🟡 **CLAIMED** - Someone is on it\n- 🟢 **COMPLETED** - Done and tested",
      ["AVAILABLE", "CLAIMED", "COMPLETED"],
      ["🔵", "🟡", "🟢"],
    ],
    [
      "a list with colons",
      "## Status Definitions\n\n- **not_started**: nobody yet\n- **needs_handoff**: work paused\n- **escalated**: needs the owner",
      ["not_started", "needs_handoff", "escalated"],
      [],
    ],
    ["a line of choices", "**Status legend:** ⬜ Not Started · 🔵 In Progress · ✅ Complete", ["Not Started", "In Progress", "Complete"], ["⬜", "🔵", "✅"]],
    [
      "a line that goes on",
      "**Status legend:** `TODO` (not started) · `WIP` (in progress — put your name)\n· `DONE` (merged) · `BLOCKED` (see notes).",
      ["TODO", "WIP", "DONE", "BLOCKED"],
      [],
    ],
    ["words in brackets", "Status legend: `[TODO]` not started · `[WIP]` in progress · `[DONE]` merged", ["TODO", "WIP", "DONE"], []],
    [
      "the known part of a phrase",
      "**Status Legend:**\n- ✅ Complete and tested\n- 🚧 In progress or needs polish\n- ⏸️ Planned but not started",
      ["Planned", "In progress", "Complete"],
      ["✅", "🚧", "⏸"],
    ],
    ["an enumeration in a template", "```markdown\n- Status: [UNCLAIMED | CLAIMED | DONE]\n```", ["UNCLAIMED", "CLAIMED", "DONE"], []],
    ["an html comment", "<!-- Status values: todo | doing | done -->", ["todo", "doing", "done"], []],
    ["a chain, which leaves out failures", "Status flow: TODO → DOING → DONE", ["TODO", "DOING", "DONE", "BLOCKED", "ERROR"], []],
  ])("in %s", (_, legend, words, icons) => {
    expect(legendOf(`# Status\n\n${legend}${ENTRIES}`)).toEqual({ origin: "legend", words, icons });
  });

  test.each([
    [
      "comments of YAML",
      "# STATUS DEFINITIONS:\n#   - backlog: not yet started\n#   - in-progress: a session is at it\n#   - done: finished\n\ntasks:\n  a-1: backlog\n  a-2: done\n",
      ["backlog", "in-progress", "done"],
    ],
    ["a comment behind a status", "session: one\nstatus: todo  # todo | doing | done\n", ["todo", "doing", "done"]],
    ["slashes", "# status: waiting/working/completed\nsession: one\nstatus: working\n", ["working", "completed", "waiting"]],
    ["a key", "statuses: [todo, doing, done]\ntasks:\n  - {id: T1, status: todo}\n  - {id: T2, status: done}\n", ["todo", "doing", "done"]],
  ])("in %s", (_, text, words) => {
    expect(legendOf(text, "status.yaml")?.words).toEqual(words);
  });

  test.each([
    ["priorities", "## Priority Legend\n\n| Priority | Meaning |\n|---|---|\n| P0 | Critical |\n| P1 | High |"],
    ["codes of a protocol", "| Code | Description |\n|---|---|\n| 200 | OK |\n| 404 | Not found |"],
    ["two words in passing", "Set the status: DONE or FAILED."],
  ])("is not made of %s", (_, text) => {
    expect(legendOf(`# Status\n\n${text}${ENTRIES}`)?.origin).toBe("default");
  });
});

test("a config's vocabulary beats the legend", () => {
  const document = parseDocument({ path: "STATUS.md", text: `Status values: A | TODO | DONE${ENTRIES}` }, parsers);
  const vocabulary = createVocabulary("config", { free: ["OPEN"] });
  expect(readBoard(document, { vocabulary, fieldAliases: {}, isConfiguredBoard: false })?.vocabulary).toBe(vocabulary);
});
