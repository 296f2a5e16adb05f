import { z } from "zod";
import type { Finding } from "../../src/finding.ts";
import type { Report } from "../../src/report/report.ts";
import type { RegisteredRule } from "../../src/rule.ts";
import { createSource, toPosition, type SourceFile } from "../../src/source.ts";

export const PROMPT = createSource(
  "START.md",
  [
    "# Review team",
    "",
    "Read STATUS.md and take a free session.",
    "",
    "```bash",
    "# wait for the writer",
    "while true; do git pull --quiet; sleep 60; done",
    "git push",
    "```",
    "",
  ].join("\n"),
);

export const BOARD = createSource("STATUS.md", ["## Session 1: writer", "", "- Status: nearly there", "- Repository: example/docs", ""].join("\n"));

/** The place of `text` in `source`; its `number`-th occurrence, from 0. */
export function placeOf(source: SourceFile, text: string, number = 0) {
  let start = source.text.indexOf(text);
  for (let seen = 0; seen < number; seen++) start = source.text.indexOf(text, start + 1);
  if (start < 0) throw new Error(`«${text}» does not stand in ${source.path}`);
  return toPosition(source, { start, end: start + text.length });
}

export function createFinding(finding: Partial<Finding> & Pick<Finding, "ruleId" | "path" | "place">): Finding {
  return { messageId: "m", message: "message", severity: "error", related: [], suggestions: [], ...finding };
}

export function registered(id: string, section: RegisteredRule["section"]): RegisteredRule {
  return { id, section, rule: { summary: `Summary of ${id}`, scope: "prompt", severity: "error", options: z.strictObject({}), messages: {} } };
}

export const ENDLESS_WAIT = createFinding({
  ruleId: "unbounded-wait",
  path: PROMPT.path,
  message: "`while` loop waits with `sleep` but nothing ends it: expected a limit or a `break`",
  place: placeOf(PROMPT, "while true"),
  suggestions: [{ title: "Try 30 times, then go on", edits: [{ place: placeOf(PROMPT, "while true"), text: "for attempt in {1..30}" }] }],
});

export const PROSE_STATUS = createFinding({
  ruleId: "inconsistent-keyword",
  path: BOARD.path,
  severity: "warning",
  message: "`nearly there` is no status of this board: expected one of UNCLAIMED, CLAIMED, COMPLETE",
  place: placeOf(BOARD, "nearly there"),
  related: [{ path: PROMPT.path, place: placeOf(PROMPT, "take a free session"), message: "the prompt that looks for a free session" }],
});

export const RULES = [
  registered("missing-status-file", "infrastructure"),
  registered("inconsistent-keyword", "infrastructure"),
  registered("unbounded-wait", "fallback"),
];

export function createReport(report: Partial<Report> = {}): Report {
  return {
    workspace: {
      documents: [
        { path: PROMPT.path, source: PROMPT },
        { path: BOARD.path, source: BOARD },
      ],
      prompts: [],
      boards: [],
    },
    findings: [ENDLESS_WAIT, PROSE_STATUS],
    suppressed: [],
    repositoryPath: "",
    failures: [],
    problems: [],
    rules: RULES,
    ...report,
  };
}

/** A report of one finding whose texts are all `text`. */
export function hostileReport(text: string): Report {
  const source = createSource(text, text);
  const place = toPosition(source, { start: Math.floor(text.length / 3), end: Math.floor((2 * text.length) / 3) });
  const edit = { place, text };
  const finding: Finding = {
    ...createFinding({ ruleId: "unbounded-wait", path: text, place, message: text }),
    related: [{ path: text, place, message: text }],
    fix: [edit],
    suggestions: [{ title: text, edits: [edit] }],
  };
  return createReport({
    workspace: { documents: [{ path: text, source }], prompts: [], boards: [] },
    findings: [finding],
    failures: [{ ruleId: text, where: text, cause: new Error(text) }],
    problems: [{ path: text, message: text }],
  });
}
