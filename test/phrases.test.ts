import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findPhrase, PHRASE_NAMES } from "../src/model/phrases.ts";
import type { Phrase } from "../src/model/phrases/phrase.ts";

const folder = new URL("../src/model/phrases/", import.meta.url);
const topics = readdirSync(folder).filter((name) => name !== "phrase.ts");
const phrases: { topic: string; name: string; phrase: Phrase }[] = [];
for (const topic of topics) {
  for (const exported of Object.values((await import(new URL(topic, folder).href)) as Record<string, Record<string, readonly Phrase[]>>)) {
    for (const [name, list] of Object.entries(exported)) phrases.push(...list.map((phrase) => ({ topic, name, phrase })));
  }
}

// The sentences beside each phrase are its tests.
describe.each(phrases)("$topic $name $phrase.pattern", ({ phrase: { pattern, yes, no } }) => {
  test("has sentences that it matches, and some that it does not", () => {
    expect([yes.length > 0, no.length > 0]).toEqual([true, true]);
    expect(yes.filter((sentence) => !pattern.test(sentence))).toEqual([]);
    expect(no.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });

  test("keeps nothing from one text to the next", () => {
    expect(pattern.global || pattern.sticky).toBe(false);
  });
});

test("each name stands in one topic, and can be asked for", () => {
  const names = [...new Set(phrases.map(({ topic, name }) => `${topic} ${name}`))].map((key) => key.split(" ")[1]);
  expect(names.sort()).toEqual([...PHRASE_NAMES].sort());
});

describe("findPhrase", () => {
  test("gives the first place", () => {
    expect(findPhrase("noWork", "Stop when nothing is left or none are free")).toEqual({ start: 10, end: 25 });
    expect(findPhrase("noWork", "Work on")).toBeUndefined();
  });

  test("also looks for the user's own words", () => {
    expect(findPhrase("noWork", "The larder is bare", { noWork: [() => ({ start: 4, end: 18 })] })).toEqual({ start: 4, end: 18 });
  });
});
