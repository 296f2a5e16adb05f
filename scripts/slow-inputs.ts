// Measures the CPU that the whole tool takes for inputs of many shapes. `npm run slow-inputs`; some of them: `--shape rows`, other sizes: `--size 64`
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BOARDS } from "./slow-inputs/boards.ts";
import { MARKDOWN } from "./slow-inputs/markdown.ts";
import { PROMPTS } from "./slow-inputs/prompts.ts";
import { SCRIPTS } from "./slow-inputs/scripts.ts";
import { SETTINGS } from "./slow-inputs/settings.ts";
import type { Files, Shape } from "./slow-inputs/shape.ts";

const KIB = 1024;
/** CPU seconds that inputs of up to so many KiB may take. */
const LIMITS = [
  { size: 256, seconds: 2 },
  { size: 5120, seconds: 10 },
];
/** What takes longer than this is asked for with half the size as well. */
const NOTABLE = 1;
/** How often what takes too long is run. */
const ROUNDS = 3;

const GROUPS = { markdown: MARKDOWN, prompts: PROMPTS, boards: BOARDS, scripts: SCRIPTS, settings: SETTINGS };
const SHAPES: readonly (readonly [string, Shape])[] = Object.entries(GROUPS).flatMap(([group, shapes]) =>
  Object.entries(shapes).map(([name, shape]) => [`${group}: ${name}`, shape] as const),
);

const WHOLE = Object.fromEntries(SHAPES);

const { values } = parseArgs({
  options: {
    bin: { type: "string", default: fileURLToPath(new URL("../dist/cli.js", import.meta.url)) },
    shape: { type: "string", default: "" },
    size: { type: "string", multiple: true, default: ["256", "1020"] },
    keep: { type: "string" },
  },
});

interface Measure {
  name: string;
  seconds: number;
  /** The tool's exit code; `null` when it was ended for taking too long. */
  code: number | null;
}

let isSlow = false;
for (const size of values.size.map(Number)) {
  const limit = LIMITS.find((one) => size <= one.size)?.seconds ?? Infinity;
  const measures: Measure[] = [];
  for (const [name, shape] of SHAPES) {
    if (values.shape in WHOLE ? name !== values.shape : !name.includes(values.shape)) continue;
    const measure = { name, ...runOften(shape(size * KIB), limit) };
    measures.push(measure);
    if (measure.seconds < NOTABLE && (measure.code === 0 || measure.code === 1 || measure.code === 2)) continue;
    const half = run(shape((size * KIB) / 2));
    const growth = `${(measure.seconds / half.seconds).toFixed(1)} times that of half the size`;
    console.log(`${size} KiB, ${name}: ${measure.seconds.toFixed(2)} s, ${growth}, exit code ${measure.code}${measure.seconds > limit ? ", TOO SLOW" : ""}`);
  }
  measures.sort((a, b) => b.seconds - a.seconds);
  const [slowest] = measures;
  const slow = measures.filter(({ seconds, code }) => seconds > limit || code === null || code > 2);
  isSlow ||= slow.length > 0;
  if (slowest)
    console.log(`${size} KiB: ${measures.length} shapes, slowest ${slowest.seconds.toFixed(2)} s: ${slowest.name}; ${slow.length} take more than ${limit} s`);
}
process.exitCode = isSlow ? 1 : 0;

/** The least of up to three runs, as soon as it is within `limit`: what else the machine does only adds to it. */
function runOften(files: Files, limit: number): Omit<Measure, "name"> {
  let least = run(files);
  for (let round = 1; round < ROUNDS && least.seconds > limit; round++) {
    const next = run(files);
    if (next.seconds < least.seconds) least = next;
  }
  return least;
}

/** CPU seconds, user and system, of one run of the tool. */
function run(files: Files): Omit<Measure, "name"> {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), "prompt-lint-slow-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const options = [...(".prompt-lint-baseline.json" in files ? ["--baseline", ".prompt-lint-baseline.json"] : []), "--root", folder];
    const command = 'TIMEFORMAT="%U %S"; { time timeout 120 "$@" > /dev/null 2> /dev/null; } 2>&1; echo "$?"';
    const { stdout } = spawnSync("bash", ["-c", `code=0; ${command}`, "bash", process.execPath, resolve(values.bin), ...options], {
      encoding: "utf8",
      cwd: folder,
    });
    const [user = NaN, system = NaN, code = NaN] = stdout.split(/\s+/).map(Number);
    return { seconds: user + system, code: code === 124 ? null : code };
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true });
  }
}
