import { createHash } from "node:crypto";
import type { Document } from "../document.ts";
import type { Finding } from "../finding.ts";
import { lineText } from "../source.ts";

/**
 * A name for each finding that outlives edits elsewhere in its file, for
 * baselines and code scanning.
 *
 * It is made of the rule, the path, the first line of the guilty text with
 * blanks folded, and the number of the finding among those for which all this
 * is equal. Line numbers and the wording of messages do not go in.
 */
export function fingerprints(findings: readonly Finding[], documents: readonly Pick<Document, "path" | "source">[]): Map<Finding, string> {
  const byPath = new Map(documents.map((document) => [document.path, document.source]));
  const seen = new Map<string, number>();
  const result = new Map<Finding, string>();
  for (const finding of findings) {
    const { ruleId, path, place } = finding;
    const source = byPath.get(path);
    const key = JSON.stringify([ruleId, path, source ? guiltyLine(lineText(source, place.start.line), place) : ""]);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    result.set(finding, createHash("sha256").update(`${key}${occurrence}`).digest("hex").slice(0, HEX_DIGITS));
  }
  return result;
}

const HEX_DIGITS = 32;

// A place can be a whole prompt: only its first line, as any edit in it would change the rest.
function guiltyLine(line: string, { start, end }: Finding["place"]): string {
  const text = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
  // An empty place stands for something that is missing there.
  return fold(text) || fold(line);
}

function fold(text: string): string {
  return text.split(/[ \t]/).filter(Boolean).join(" ");
}
