import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { readDocComment, readExamples } from "../../scripts/rule-docs.ts";
import type { FileState } from "../../src/model/git.ts";
import { gitWith } from "../helpers.ts";
import { tellTogether } from "./tell-together.ts";

/*
 * What all rules say of the examples of each of them, in preset strict: what
 * else is wrong there, and for the checklist what is right. `vitest -u`
 * rewrites the snapshots: read the diff for false alarms.
 */

describe.each(rules)("the examples of $id", ({ id, section }) => {
  const examples = readExamples(readDocComment(new URL(`../../rules/${section}/${id}.ts`, import.meta.url)));

  test.each(examples)("$name", ({ files, states, settings }) => {
    const git = gitWith(new Map([...states].map(([path, type]) => [path, { type } as FileState])));
    expect(tellTogether(files, { git, settings })).toMatchSnapshot();
  });
});
