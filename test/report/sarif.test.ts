import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { sarifToMarkdown } from "@security-alert/sarif-to-markdown";
import AjvDraft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lint } from "../../src/lint.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import type { Report, ToolFacts } from "../../src/report/report.ts";
import { formatSarif } from "../../src/report/sarif.ts";
import { ACTING_CHARACTER, CI_COMMAND, hostileText } from "./hostile-text.ts";
import { createReport, ENDLESS_WAIT, hostileReport, placeOf, PROMPT, PROSE_STATUS } from "./sample-report.ts";

// The schema of OASIS as Microsoft packs it; one of its patterns is none in Unicode mode.
const ajv = new AjvDraft4.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile(sarifSchema);

const tool: ToolFacts = {
  version: "1.2.3",
  readRulePage: (id) => (id === "unbounded-wait" ? Promise.resolve("# unbounded-wait\n\nA page.\n") : Promise.reject(new Error("none"))),
};

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}
interface Location {
  physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: Region };
  message?: { text: string };
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: [Location];
  relatedLocations?: Location[];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: string; status: string; justification?: string }[];
  fixes?: { description: { text: string }; artifactChanges: { replacements: { deletedRegion: Region; insertedContent: { text: string } }[] }[] }[];
}
interface Run {
  tool: { driver: { version: string; rules: { id: string; help: { text: string; markdown?: string }; helpUri: string }[] } };
  results: Result[];
  invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: { message: { text: string } }[] }];
}

async function runOf(report: Report): Promise<Run> {
  const log = JSON.parse(await formatSarif(report, { tool })) as { runs: [Run] };
  expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
  return log.runs[0];
}

describe("sarif", () => {
  test("results with rule, level, exact region, related places and fixes", async () => {
    const { results, tool: described, invocations } = await runOf(createReport());
    expect(described.driver.version).toBe("1.2.3");
    expect(invocations).toMatchObject([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    const [wait, prose] = results;
    expect(wait).toMatchObject({
      ruleId: "unbounded-wait",
      level: "error",
      message: { text: ENDLESS_WAIT.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "START.md", uriBaseId: "%SRCROOT%" },
            region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 11 },
          },
        },
      ],
      fixes: [
        {
          description: { text: "Try 30 times, then go on" },
          artifactChanges: [
            {
              artifactLocation: { uri: "START.md" },
              replacements: [
                { deletedRegion: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 11 }, insertedContent: { text: "for attempt in {1..30}" } },
              ],
            },
          ],
        },
      ],
    });
    expect(prose).toMatchObject({
      level: "warning",
      relatedLocations: [
        { id: 1, message: { text: "the prompt that looks for a free session" }, physicalLocation: { region: { startLine: 3, startColumn: 20 } } },
      ],
    });
    for (const { ruleId, ruleIndex } of results) expect(described.driver.rules[ruleIndex]!.id).toBe(ruleId);
  });

  test("rules with their page as help, those without a finding and those of no section too", async () => {
    const { tool: described } = await runOf(createReport({ findings: [{ ...ENDLESS_WAIT, ruleId: "unused-disable" }] }));
    const { rules } = described.driver;
    expect(rules.map(({ id }) => id)).toEqual(["inconsistent-keyword", "missing-status-file", "unbounded-wait", "unused-disable"]);
    expect(rules[2]).toMatchObject({ help: { text: "# unbounded-wait\n\nA page.\n", markdown: "# unbounded-wait\n\nA page.\n" } });
    expect(rules[0]!.help.text).toMatch(/^Summary of inconsistent-keyword\. See https:/);
    for (const { helpUri } of rules) expect(new URL(helpUri).protocol).toBe("https:");
  });

  test("fingerprints outlive lines added above, and differ between findings", async () => {
    const { results } = await runOf(createReport({ findings: [ENDLESS_WAIT, { ...ENDLESS_WAIT }, PROSE_STATUS] }));
    const hashes = results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]+:\d+$/);
  });

  test("paths are URIs from the top of the repository", async () => {
    const { results } = await runOf(createReport({ findings: [{ ...ENDLESS_WAIT, path: "a b/ü#1:%.md" }], repositoryPath: "docs/über" }));
    expect(results[0]!.locations[0].physicalLocation.artifactLocation.uri).toBe("docs/%C3%BCber/a%20b/%C3%BC%231%3A%25.md");
  });

  test("a run that could not check everything has not succeeded", async () => {
    const report = createReport({ problems: [{ path: "a.md", message: "is binary" }], failures: [{ ruleId: "x", where: "b.md", cause: new Error("broken") }] });
    const { invocations } = await runOf(report);
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications.map(({ message }) => message.text)).toEqual(["a.md: is binary", "The rule x crashed on b.md: broken"]);
  });

  test("what a comment accepts is there, with its reason", async () => {
    const wait = "while true; do sleep 60; done\n";
    const script = `${wait}# prompt-lint-disable-next-line unbounded-wait: the host kills it\n${wait}# prompt-lint-disable-next-line unbounded-wait\n${wait}`;
    const prompt = `You are one of four sessions that work in parallel.\n\n\`\`\`bash\n${script}\`\`\`\n`;
    const fs = createMemoryFileSystem({ "/w/.git/HEAD": "ref: refs/heads/main\n", "/w/docs/START.md": prompt });
    const result = await lint({ fs, cwd: "/w/docs", patterns: ["START.md"], root: "/w/docs" });
    const { results } = await runOf(result);
    const waits = results.filter(({ ruleId }) => ruleId === "unbounded-wait");
    expect(waits.map(({ suppressions, locations }) => [locations[0].physicalLocation.region.startLine, suppressions])).toEqual([
      [4, []],
      [6, [{ kind: "inSource", status: "accepted", justification: "the host kills it" }]],
      [8, [{ kind: "inSource", status: "accepted" }]],
    ]);
    expect(waits[0]!.locations[0].physicalLocation.artifactLocation.uri).toBe("docs/START.md");
    // All results of a run tell of suppressions, or none.
    for (const { suppressions } of results) expect(suppressions).toBeDefined();
    for (const { suppressions } of (await runOf(createReport())).results) expect(suppressions).toBeUndefined();
  });

  test("another reader finds rule, place and text in it", async () => {
    const log = JSON.parse(await formatSarif(createReport({ findings: [ENDLESS_WAIT] }), { tool })) as never;
    const [told] = sarifToMarkdown({ owner: "o", repo: "r", branch: "main", sourceRoot: "" })(log);
    expect(told?.hasMessages).toBe(true);
    expect(told?.body).toContain("https://github.com/o/r/blob/main/START.md#L7-L7");
    expect(told?.body).toMatch(/\[ERROR\]\*\* \*\*\[unbounded-wait\].*nothing ends it/);
  });

  test("whatever the texts: valid, no link, and nothing acts", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const hostile = hostileReport(`${text}[x](https://example.com)`);
        const output = await formatSarif({ ...hostile, suppressed: [{ finding: hostile.findings[0]!, kind: "inSource", reason: text }] }, { tool });
        const log: unknown = JSON.parse(output);
        expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
        expect(output).not.toMatch(ACTING_CHARACTER);
        expect(output).not.toMatch(CI_COMMAND);
        const { results } = (log as { runs: [Run] }).runs[0];
        for (const { message } of results) expect(message.text).not.toContain("](");
        // What a fix writes stays what it is.
        expect(results[0]!.fixes![0]!.artifactChanges[0]!.replacements[0]!.insertedContent.text).toContain("[x](https://example.com)");
      }),
      { numRuns: 100 },
    );
  });

  test("the schema refuses what is none", async () => {
    const log = JSON.parse(await formatSarif(createReport(), { tool })) as { runs: [Run] };
    log.runs[0].results[0]!.locations[0].physicalLocation.region.startLine = 0;
    expect(isValid(log)).toBe(false);
  });

  test("the end of a region is exclusive, over lines as well", async () => {
    const place = { start: placeOf(PROMPT, "Read").start, end: placeOf(PROMPT, "session.").end };
    const { results } = await runOf(createReport({ findings: [{ ...ENDLESS_WAIT, place }] }));
    const region = results[0]!.locations[0].physicalLocation.region;
    expect(PROMPT.text.split("\n")[region.startLine - 1]!.slice(region.startColumn - 1, region.endColumn - 1)).toBe("Read STATUS.md and take a free session.");
  });
});
