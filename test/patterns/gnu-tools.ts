import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "unbash";
import { hasMark } from "../../src/patterns/words.ts";
import { runPipeline, type Stage } from "../../src/patterns/pipeline.ts";

/** A command line of one tool, or a pipeline: `[["grep", "-n", "x"], ["head", "-1"]]`. The first reads `text`. */
export interface ToolCase {
  commands: readonly (readonly string[])[];
  text: string;
}

export interface ToolResult {
  output: string;
  /** Of the last command. */
  status: number;
}

/** Whether GNU grep and sed are there, in a locale of UTF-8. */
export function hasGnuTools(): boolean {
  const version = (tool: string) => spawnSync(tool, ["--version"], { encoding: "utf8" }).stdout ?? "";
  return version("grep").includes("GNU grep") && version("sed").includes("GNU sed") && version("bash").includes("GNU bash");
}

/** Runs all cases with the real tools, in one shell, on files in a temporary folder. */
export function runTools(cases: readonly ToolCase[]): ToolResult[] {
  const folder = mkdtempSync(path.join(tmpdir(), "patterns-"));
  try {
    const texts = new Map<string, string>();
    for (const { text } of cases) {
      if (texts.has(text)) continue;
      const name = `t${texts.size}`;
      texts.set(text, name);
      writeFileSync(path.join(folder, name), text);
    }
    const lines = cases.map(
      ({ commands, text }) =>
        `( ulimit -t 1; ${commands.map((words) => words.map(quote).join(" ")).join(" | ")} ) <${texts.get(text)!} 2>/dev/null; printf '\\0%d\\0' $?`,
    );
    writeFileSync(path.join(folder, "run.sh"), `${lines.join("\n")}\n`);
    const { stdout } = spawnSync("bash", ["run.sh"], { cwd: folder, env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" }, maxBuffer: 1 << 28 });
    const parts = stdout.toString("utf8").split("\0");
    return cases.map((_, index) => ({ output: parts[index * 2] ?? "", status: Number(parts[index * 2 + 1] ?? -1) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** What we say of a case: what the tools print, or that we do not know. */
export type Verdict =
  { type: "known"; output: string; sorted: boolean; status: number | undefined } | { type: "invalid"; reason: string } | { type: "unknown"; reason: string };

export function ourVerdict({ commands, text }: ToolCase): Verdict {
  const { stages } = runPipeline(
    commands.map((words, index) => ({ words: words.map((word) => [word]), ...(index === 0 && { input: ["F"] }) })),
    { read: () => ({ path: "F", text }) },
  );
  const last: Stage = stages.at(-1)!;
  if (last.result.type === "invalid" || last.result.type === "unknown") return last.result;
  const lines = last.output!.lines;
  if (lines.some(({ certain, text: line }) => !certain || hasMark(line))) return { type: "unknown", reason: "a line that is not certain" };
  const status = last.result.type === "grep" || last.result.type === "sed" ? last.result.status : undefined;
  return { type: "known", output: lines.map((line) => `${line.text}\n`).join(""), sorted: !last.output!.ordered, status };
}

/** How our verdict and the tools differ; `undefined` when they agree. */
export function difference(verdict: Verdict, real: ToolResult, tool: string): string | undefined {
  // Killed: it never ends, and we have to say so.
  const wasKilled = real.status > 128;
  if (verdict.type === "unknown") return undefined;
  if (wasKilled) return "it does not end";
  if (verdict.type === "invalid") {
    const refused = tool === "sed" ? real.status === 1 || real.status === 4 : real.status === 2;
    return refused ? undefined : `said to be refused (${verdict.reason}), ends with ${real.status}: ${JSON.stringify(real.output)}`;
  }
  const ours = verdict.sorted ? sortLines(verdict.output) : verdict.output;
  const theirs = verdict.sorted ? sortLines(real.output) : withFinalNewline(real.output);
  if (ours !== theirs) return `${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`;
  return verdict.status !== undefined && verdict.status !== real.status ? `status ${verdict.status}, not ${real.status}` : undefined;
}

function withFinalNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function sortLines(text: string): string {
  return text.split("\n").sort().join("\n");
}

/** The commands of a pipeline as one writes it. */
export function toCommands(line: string): string[][] {
  const command = parse(line).commands[0]!.command;
  const stages = command.type === "Pipeline" ? command.commands : [command];
  return stages.map((stage) => {
    if (stage.type !== "Command" || !stage.name) throw new Error(`No simple command: ${line}`);
    return [stage.name.value, ...stage.suffix.flatMap((word) => (word.type === "Word" ? [word.value] : []))];
  });
}
