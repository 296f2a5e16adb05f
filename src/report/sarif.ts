import { messageOf } from "../message-of.ts";
import type { Position } from "unist";
import type { Edit, Finding, Severity } from "../finding.ts";
import { fingerprints } from "../accept/fingerprint.ts";
import { toStrictJsonText } from "./json.ts";
import type { Report, ReportedRule, ToolFacts } from "./report.ts";
import { PROJECT_URL, ruleUrl } from "./rule-url.ts";
import { toUri } from "./uri.ts";

/**
 * SARIF 2.1.0, for code scanning. Paths are those of the repository, as
 * uploads are judged against its tree.
 *
 * <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>,
 * <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>
 */
export const formatSarif = async (report: Report, options: { tool: ToolFacts }): Promise<string> => toStrictJsonText(await toSarif(report, options));

async function toSarif(report: Report, { tool }: { tool: ToolFacts }): Promise<object> {
  const { findings, suppressed, rules, repositoryPath } = report;
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  const fingerprintOf = fingerprints(all, report.workspace.documents);
  const descriptors = await describeRules(all, rules, tool);
  const indexOf = new Map(descriptors.map(({ id }, index) => [id, index]));
  const place = createPlaces(repositoryPath);

  const toResult = (finding: Finding) => ({
    ruleId: finding.ruleId,
    ruleIndex: indexOf.get(finding.ruleId)!,
    level: LEVELS[finding.severity],
    message: { text: plainText(finding.message) },
    locations: [place(finding)],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((related, index) => ({ id: index + 1, ...place(related), message: { text: plainText(related.message) } })),
    }),
    partialFingerprints: {
      // The name under which code scanning looks for one; without it, it makes its own of the line alone.
      primaryLocationLineHash: `${fingerprintOf.get(finding)!}:1`,
      "promptLint/v1": fingerprintOf.get(finding)!,
    },
    ...fixesOf(finding, place),
  });

  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "prompt-lint", version: tool.version, semanticVersion: tool.version, informationUri: PROJECT_URL, rules: descriptors } },
        // Ours; the default of the format is the same, but readers are to be told.
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [BASE]: { description: { text: "The top of the repository" } } },
        invocations: [describeInvocation(report, place)],
        results: [
          // All results of a run tell of suppressions, or none (3.27.23); some readers take an empty list for one.
          ...findings.map((finding) => ({ ...toResult(finding), ...(suppressed.length > 0 && { suppressions: [] }) })),
          ...suppressed.map(({ finding, kind, reason }) => ({
            ...toResult(finding),
            suppressions: [{ kind, status: "accepted", ...(reason !== "" && { justification: reason }) }],
          })),
        ],
      },
    ],
  };
}

const BASE = "%SRCROOT%";
const LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** Text of files must be no link: viewers make one of `[text](target)` (3.11.6). */
function plainText(text: string): string {
  return text.replaceAll("](", "] (");
}

/** The rules that are on and those of the findings. */
async function describeRules(findings: readonly Finding[], rules: readonly ReportedRule[], { readRulePage }: ToolFacts) {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...known.keys(), ...findings.map(({ ruleId }) => ruleId)])].sort();
  return Promise.all(ids.map(async (id) => describeRule(id, known.get(id), await readRulePage(id).catch(() => undefined))));
}

function describeRule(id: string, registered: ReportedRule | undefined, page: string | undefined) {
  const summary = registered?.rule.summary ?? "A comment of prompt-lint in the text is wrong or not needed";
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    helpUri: ruleUrl(id),
    help: { text: page ?? `${summary}. See ${ruleUrl(id)}`, ...(page !== undefined && { markdown: page }) },
    defaultConfiguration: { level: LEVELS[registered?.rule.severity ?? "warning"] },
    properties: {
      tags: ["prompt-lint", registered?.section ?? "general"],
      ...(registered?.rule.items && { checklistItems: registered.rule.items }),
    },
  };
}

type Place = (target: { path: string; place: Position }) => object;

function createPlaces(repositoryPath: string): Place {
  return ({ path, place }) => ({
    physicalLocation: { artifactLocation: { uri: toUri(repositoryPath, path), uriBaseId: BASE }, region: toRegion(place) },
  });
}

/** `endColumn` is exclusive in SARIF as well (3.30.8). */
function toRegion({ start, end }: Position) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A suggestion is a fix that a person chooses, as every fix in SARIF is (3.55). */
function fixesOf({ path, place: target, ruleId, fix, suggestions }: Finding, place: Place): object {
  const changes = [...(fix ? [{ title: `Fix ${ruleId}`, edits: fix }] : []), ...suggestions];
  if (changes.length === 0) return {};
  const { physicalLocation } = place({ path, place: target }) as { physicalLocation: { artifactLocation: object } };
  return {
    fixes: changes.map(({ title, edits }) => ({
      description: { text: plainText(title) },
      artifactChanges: [{ artifactLocation: physicalLocation.artifactLocation, replacements: edits.map(toReplacement) }],
    })),
  };
}

function toReplacement({ place, text }: Edit) {
  return { deletedRegion: toRegion(place), insertedContent: { text } };
}

/** What could not be checked: a run with any of it has not succeeded. */
function describeInvocation({ problems, failures }: Report, place: Place) {
  const start = { line: 1, column: 1 };
  return {
    executionSuccessful: problems.length + failures.length === 0,
    toolExecutionNotifications: [
      ...problems.map(({ path, message }) => ({
        level: "error",
        message: { text: plainText(path === undefined ? message : `${path}: ${message}`) },
        ...(path !== undefined && { locations: [place({ path, place: { start, end: start } })] }),
      })),
      ...failures.map(({ ruleId, where, cause }) => ({
        level: "error",
        message: { text: plainText(`The rule ${ruleId} crashed on ${where}: ${messageOf(cause)}`) },
      })),
    ],
  };
}
