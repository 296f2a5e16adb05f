import { resolve } from "node:path";
import { acceptKnown } from "../accept/accept.ts";
import { quote } from "../nearest.ts";
import { decodeText } from "../read/decode.ts";
import { describeRefusal, isAnswer } from "../read/file-system.ts";
import { nodeFileSystem } from "../read/node-file-system.ts";
import { whatIsAsked } from "../report/formatters.ts";
import { mergePartials, type NamedPartial } from "../shard/merge.ts";
import type { Partial } from "../shard/partial.ts";
import { partialSchema } from "../shard/partial-schema.ts";
import { UsageError } from "../usage-error.ts";
import { readBaseline } from "./baseline.ts";
import { keepBaseline } from "./keep-baseline.ts";
import type { MergeArguments } from "./merge-arguments.ts";
import type { ExitCode, Services, Surroundings } from "./services.ts";
import { tellOutcome } from "./tell.ts";

/** Joins the parts of a run and reports as the run would have. */
export async function runMerge(options: MergeArguments, surroundings: Surroundings, services: Services): Promise<ExitCode> {
  const { cwd } = surroundings;
  const { baseline } = options;
  const entries = baseline && readBaseline(baseline, cwd);
  const parts = options.parts.map((file): NamedPartial => ({ file, part: readPartial(cwd, file) }));
  const merged = mergePartials(parts, nodeFileSystem.fromNative(cwd));
  const checked = entries ? acceptKnown(merged, { baseline: entries, isWhole: isWhole(parts) }) : merged;
  const unknown = options.outputs.find(({ format }) => whatIsAsked(format) !== undefined && !checked.checklists);
  if (unknown)
    throw new UsageError(
      `\`${unknown.format}\` tells of the checklists, which the parts do not have: expected parts of \`--shard i/n --format ${unknown.format}\``,
    );
  const { outcome, remarks } = await keepBaseline(checked, { baseline, entries, cwd });
  return tellOutcome(outcome, options, { surroundings, services, remarks });
}

/** Whether no file was named. */
function isWhole(parts: readonly NamedPartial[]): boolean {
  const { patterns, literalPaths } = parts[0]?.part.partial.options ?? {};
  return patterns === "[]" && literalPaths === "[]";
}

function readPartial(cwd: string, file: string): Partial {
  const bytes = nodeFileSystem.read(resolve(cwd, file), MAX_PARTIAL_BYTES);
  if (!isAnswer(bytes)) throw new UsageError(`cannot read ${quote(file)}: ${describeRefusal(bytes, file, "file", MAX_PARTIAL_BYTES)}`);
  const parsed = partialSchema.safeParse(parseJson(file, decodeText(bytes).text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue!.path.map(String).join(".");
  throw new UsageError(
    `${quote(file)} is not what \`--shard\` writes${key === "" ? "" : `, in \`${key}\``}: ${issue!.message.replace(/^Invalid input: /, "").replace(/received undefined$/, "got nothing")}`,
  );
}

function parseJson(file: string, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw new UsageError(`${quote(file)} is not what \`--shard\` writes: it is no JSON`);
  }
}

/** The texts of 256 MB of files at most stand in all of them together. */
const MAX_PARTIAL_BYTES = 400_000_000;
