import { messageOf } from "../message-of.ts";
import { isPluginRule } from "../plugins/listed.ts";
import type { Report } from "../report/report.ts";
import { shorten } from "../report/terminal.ts";

/** What could not be read, and what crashed, a message each. */
export function describeTrouble({ problems, failures }: Pick<Report, "problems" | "failures">): string[] {
  return [
    ...problems.map(({ path, message }) => (path === undefined ? "" : `${path}: `) + shorten(message, MAX_MESSAGE)),
    ...failures.map(({ ruleId, where, cause }) => {
      const message = shorten(messageOf(cause), MAX_MESSAGE);
      return `rule \`${ruleId}\` crashed on ${where}: ${message}; this is a bug${isPluginRule(ruleId) ? " of its plugin" : ""}, the other rules were not affected`;
    }),
  ];
}

const MAX_MESSAGE = 400;
