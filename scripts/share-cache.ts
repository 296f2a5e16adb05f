// Runs many processes on one cache at once, while files change: each has to answer as one without a cache. `npm run share-cache -- --processes 50`
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const FIXTURE = fileURLToPath(new URL("../fixtures/incident", import.meta.url));

/** What the processes did. */
export interface Sharing {
  hits: number;
  misses: number;
  /** Answers that are not those without a cache. */
  wrong: string[];
  /** Files that are in the cache in the end and are no part of it. */
  left: string[];
}

/** In each round all processes start at once behind an edit, on an empty cache at first, and once more when one of them must have kept its result. */
export async function shareCache({ processes, rounds }: { processes: number; rounds: number }): Promise<Sharing> {
  const folder = mkdtempSync(join(tmpdir(), "prompt-lint-share-"));
  const work = join(folder, "work");
  const sharing: Sharing = { hits: 0, misses: 0, wrong: [], left: [] };
  try {
    cpSync(FIXTURE, work, { recursive: true });
    for (let round = 0; round < rounds; round++) {
      writeFileSync(join(work, "ROUND-PROMPT.md"), `You are one of several sessions.\n\n\`\`\`bash\nwhile true; do sleep ${round + 5}; done\n\`\`\`\n`);
      const options = [CLI, "--format", "json", "--root", work];
      const expected = spawnSync(process.execPath, options, { encoding: "utf8" }).stdout;
      const cached = [...options, "--cache", "--cache-location", join(folder, "cache"), "--verbose"];
      for (let volley = 0; volley < 2; volley++) {
        const answers = await Promise.all(Array.from({ length: processes }, () => answer(cached)));
        for (const { stdout, stderr } of answers) {
          if (stdout !== expected) sharing.wrong.push(stdout + stderr);
          if (stderr.includes("cache: hit")) sharing.hits++;
          else sharing.misses++;
        }
      }
    }
    sharing.left = readdirSync(join(folder, "cache")).filter((name) => !/^(?:secret|CACHEDIR\.TAG|\.gitignore|[0-9a-f]{40}-[0-9a-f]{16})$/.test(name));
    return sharing;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer(argv: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("close", () => resolve(said));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { processes: { type: "string", default: "50" }, rounds: { type: "string", default: "3" } } });
  const { hits, misses, wrong, left } = await shareCache({ processes: Number(values.processes), rounds: Number(values.rounds) });
  console.log(`${hits + misses} runs: ${hits} hits, ${misses} misses, ${wrong.length} wrong answers, ${left.length} files left over`);
  for (const text of [...wrong.slice(0, 1), ...left]) console.log(text);
  process.exitCode = wrong.length + left.length === 0 ? 0 : 1;
}
