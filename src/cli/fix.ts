import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { fixWorkspace, type Fixed } from "../fix/fix-workspace.ts";
import { quote, suggestNearest } from "../nearest.ts";
import { decodeText } from "../read/decode.ts";
import { isAnswer } from "../read/file-system.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { count } from "../report/report.ts";
import { isPluginRule } from "../plugins/listed.ts";
import { UsageError } from "../usage-error.ts";
import type { FixArguments } from "./lint-arguments.ts";
import type { LintOutcome, LintRequest, Services } from "./services.ts";
import { describeSystemError } from "./system-error.ts";
import { writeReportFile } from "./write-file.ts";

export interface FixOutcome {
  /** Of the files as they are then. */
  outcome: LintOutcome;
  /** A unified diff, with `--diff`: `""` when nothing would change. */
  diff: string | undefined;
  remarks: string[];
  /** Files that could not be written. */
  unwritten: string[];
}

/**
 * Fixes what can be fixed, and writes the files unless they are only to be shown.
 *
 * @throws {UsageError} for a rule that there is not.
 */
export async function runFix(request: LintRequest, { suggestionsOf, action }: FixArguments, services: Services): Promise<FixOutcome> {
  const known = (await services.listRules()).map(({ id }) => id);
  const unknown = suggestionsOf.find((id) => !known.includes(id) && !isPluginRule(id));
  if (unknown !== undefined) throw new UsageError(`unknown rule ${quote(unknown)}${suggestNearest(unknown, known)}`);

  const fixed = await fixWorkspace({ suggestionsOf, lint: (texts) => services.lint({ ...request, texts }) });
  const { result: outcome, files } = fixed;
  const unheard = suggestionsOf.find((id) => isPluginRule(id) && !outcome.rules.some((rule) => rule.id === id));
  if (unheard !== undefined) throw new UsageError(`no plugin that was run has a rule ${quote(unheard)} that is on`);
  const unwritten = action === "write" ? [...files].flatMap(([path, change]) => replaceFile(outcome.root, path, change)) : [];
  return {
    outcome,
    diff: action === "diff" ? [...files].map(([path, { before, after }]) => createPatch(path, before, after)).join("") : undefined,
    remarks: [...describeFixed(fixed, action), ...describeIdle(fixed, suggestionsOf)],
    unwritten,
  };
}

/** No text that was read is larger. */
const MAX_BYTES = 64_000_000;

/** Writes the whole file beside it and puts it in its place: whoever is stopped half-way leaves the one or the other. */
function replaceFile(root: string, path: string, { before, after }: { before: string; after: string }): string[] {
  try {
    // Somebody may have written it since.
    const bytes = nodeFileSystem.read(join(root, path), MAX_BYTES);
    if (!isAnswer(bytes) || decodeText(bytes).text !== before) return [`${quote(path)} has changed while it was fixed, and stays as it is`];
    writeReportFile(root, path, after);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [error.message];
    return [`cannot write ${quote(path)}: ${describeSystemError(error)}`];
  }
}

function createPatch(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}

function describeFixed({ applied, rejected, files }: Fixed, action: FixArguments["action"]): string[] {
  const verb = action === "write" ? "fixed" : "would fix";
  const done = applied.length === 0 ? "nothing to fix" : `${verb} ${count(applied.length, "finding")} in ${count(files.size, "file")}`;
  const places = rejected.slice(0, MAX_PLACES).map(({ path, edits, ruleId }) => `${ruleId} at ${path}:${edits[0]?.place.start.line ?? 1}`);
  const more = rejected.length > MAX_PLACES ? ", …" : "";
  const back =
    rejected.length === 0
      ? []
      : [`${count(rejected.length, "fix", "fixes")} taken back, as another finding would stand behind it: ${places.join(", ")}${more}`];
  return [done, ...back];
}

const MAX_PLACES = 5;

/** A rule that was asked for suggestions and has findings without any. */
function describeIdle({ result, applied }: Fixed, suggestionsOf: readonly string[]): string[] {
  return suggestionsOf
    .filter((id) => result.findings.some(({ ruleId }) => ruleId === id) && !applied.some(({ ruleId }) => ruleId === id))
    .map((id) => `\`${id}\` has no suggestion for what it found`);
}
