// Kills `prompt-lint --fix` at random moments: every file has to be as it was or as it is to be. `npm run kill-while-fixing -- --rounds 200 --files 100`
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const BROKEN = "# Start\n\nPaste this:\n\n```\n# Prompt\nYou are Session 1.\n```bash\ngit status\n```\nThen stop.\n```\n";

/** What became of the files in all rounds. */
export interface Survivors {
  old: number;
  new: number;
  /** `round: file`, of those that are neither. */
  broken: string[];
}

/** Fixes `files` files again and again, and kills it `rounds` times at a moment of the second half of its run. */
export async function killWhileFixing({ rounds, files }: { rounds: number; files: number }): Promise<Survivors> {
  const folder = mkdtempSync(join(tmpdir(), "prompt-lint-kill-"));
  const names = Array.from({ length: files }, (_, index) => `PROMPT-${index}.md`);
  const fix = [CLI, "--root", folder, "--fix", "--fail-on", "never"];
  const fill = () => {
    for (const name of names) writeFileSync(join(folder, name), `${BROKEN}\n${name}\n`);
  };
  try {
    fill();
    const started = performance.now();
    const whole = spawnSync(process.execPath, fix, { encoding: "utf8" });
    const duration = performance.now() - started;
    const fixed = new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    if (whole.status !== 0 || !fixed.get(names[0]!)!.includes("````")) throw new Error(`--fix did not fix: ${whole.stderr}`);

    const survivors: Survivors = { old: 0, new: 0, broken: [] };
    for (let round = 0; round < rounds; round++) {
      fill();
      const child = spawn(process.execPath, fix, { stdio: "ignore" });
      const timer = setTimeout(() => child.kill("SIGKILL"), duration * (0.5 + Math.random() / 2));
      await new Promise((resolve) => child.on("close", resolve));
      clearTimeout(timer);
      for (const name of names) {
        const text = readFileSync(join(folder, name), "utf8");
        if (text === fixed.get(name)) survivors.new++;
        else if (text === `${BROKEN}\n${name}\n`) survivors.old++;
        else survivors.broken.push(`${round}: ${name}`);
      }
      // What was half-written beside a file stays behind, under a name that nothing reads.
      for (const name of readdirSync(folder)) if (/^\.prompt-lint-\w+\.tmp$/.test(name)) rmSync(join(folder, name));
    }
    return survivors;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "50" }, files: { type: "string", default: "100" } } });
  const survivors = await killWhileFixing({ rounds: Number(values.rounds), files: Number(values.files) });
  console.log(`${values.rounds} kills: ${survivors.old} files as they were, ${survivors.new} fixed, ${survivors.broken.length} broken`);
  process.exitCode = survivors.broken.length === 0 ? 0 : 1;
}
