import { parseBash, type BashScript } from "../../src/parse/bash.ts";
import { excerptLines } from "../../src/parse/excerpt.ts";
import { analyzeScript, type ScriptAnalysis } from "../../src/shell/analyze.ts";
import { createSource } from "../../src/source.ts";

/** A script that is a whole file. */
export function bashScript(text: string): BashScript {
  return parseBash(excerptLines(createSource("script.sh", text), 1, text), { origin: "fence", badExample: false });
}

export function analyze(text: string): ScriptAnalysis {
  return analyzeScript(bashScript(text));
}
