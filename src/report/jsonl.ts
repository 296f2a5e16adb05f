import { escapeJson, toJsonReport } from "./json.ts";
import type { Formatter } from "./report.ts";

/** JSON Lines: a line for each finding, problem and failure, with its `type`, and last the `summary`; as in `json`. */
export const formatJsonLines: Formatter = (report) => {
  const { version, findings, problems, failures, summary } = toJsonReport(report);
  const lines = [
    ...findings.map((finding) => ({ type: "finding", ...finding })),
    ...problems.map((problem) => ({ type: "problem", ...problem })),
    ...failures.map((failure) => ({ type: "failure", ...failure })),
    { type: "summary", version, ...summary },
  ];
  return lines.map((line) => `${escapeJson(JSON.stringify(line))}\n`).join("");
};
