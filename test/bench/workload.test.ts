import { expect, test } from "vitest";
import { writeWorkload } from "../../scripts/bench/workload.ts";

const write = (prompts: number, seed = 1) => [...writeWorkload({ prompts, seed })];
const promptsOf = (files: ReturnType<typeof write>) => files.filter(({ scripts }) => scripts.length > 0);
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("one seed, one workspace; another seed, another", () => {
  expect(write(45)).toEqual(write(45));
  expect(write(45, 2)).not.toEqual(write(45));
});

test("as many prompts as asked for, and a board for each twenty", () => {
  expect(promptsOf(write(1))).toHaveLength(1);
  const files = write(45);
  expect(promptsOf(files)).toHaveLength(45);
  expect(files.filter(({ path }) => path.endsWith("/SESSION-STATUS.md"))).toHaveLength(3);
  expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
});

test("more prompts add to a workspace and change nothing of it", () => {
  const small = write(10);
  expect(write(30).slice(0, small.length)).toEqual(small);
});

test("prompts have about 11 KB and ten scripts", () => {
  const prompts = promptsOf(write(200));
  const sizes = prompts.map(({ text }) => Buffer.byteLength(text));
  expect(average(sizes)).toBeGreaterThan(10_000);
  expect(average(sizes)).toBeLessThan(12_000);
  expect(Math.min(...sizes)).toBeGreaterThan(7_000);
  expect(Math.max(...sizes)).toBeLessThan(15_000);
  const counts = prompts.map(({ scripts }) => scripts.length);
  expect(average(counts)).toBeGreaterThan(9);
  expect(average(counts)).toBeLessThan(12);
});

test("prompts are various: hardly a paragraph comes twice", () => {
  const paragraphs = promptsOf(write(200)).flatMap(({ text }) => text.split("\n\n").filter((part) => !part.startsWith("#") && part.length > 80));
  expect(new Set(paragraphs).size / paragraphs.length).toBeGreaterThan(0.8);
});

test("each script stands in its prompt as a fence", () => {
  for (const { text, scripts } of promptsOf(write(20))) for (const script of scripts) expect(text).toContain(`\n\`\`\`bash\n${script}\n\`\`\`\n`);
});
