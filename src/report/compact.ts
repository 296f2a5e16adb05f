import type { Finding } from "../finding.ts";
import type { Formatter } from "./report.ts";
import { escapeTerminal, shorten } from "./terminal.ts";

/** `file:line:column: severity message [rule]`, one finding a line; nothing when there are none. */
export const formatCompact: Formatter = ({ findings }) => findings.map((finding) => `${compactLine(finding)}\n`).join("");

// Escaped as one text, as a place in the middle of a line can only be judged in the whole line.
function compactLine({ path, place: { start }, severity, message, ruleId }: Finding): string {
  return escapeTerminal(`${path}:${start.line}:${start.column}: ${severity} ${shorten(message, MAX_MESSAGE)} [${ruleId}]`);
}

const MAX_MESSAGE = 400;
