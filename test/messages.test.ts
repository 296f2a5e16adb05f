import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.ts";

const messages = rules.flatMap(({ id, rule }) => Object.entries(rule.messages).map(([name, message]) => [`${id}.${name}`, message] as const));

describe("messages", () => {
  /** What a rule fills in first is a name in backticks, a number, or a character by its code point, `U+202E`. */
  test.each(messages)("%s starts like a sentence and ends without a full stop", (_, message) => {
    expect(message).toMatch(/^(?:[A-Z`«]|\{\{(?:names|count|name)\}\})/);
    expect(message).not.toMatch(/\.$/);
  });
});
