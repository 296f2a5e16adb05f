import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";

const messages = rules.flatMap(({ id, rule }) => Object.entries(rule.messages).map(([name, message]) => [`${id}.${name}`, message] as const));

describe("messages", () => {
  /** What a rule fills in begins with a backtick: it is a name. */
  test.each(messages)("%s starts like a sentence and ends without a full stop", (_, message) => {
    expect(message).toMatch(/^(?:[A-Z`«]|\{\{names\}\})/);
    expect(message).not.toMatch(/\.$/);
  });
});
