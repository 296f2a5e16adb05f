import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One script to be run, with the commands that shall fail the first time. */
export interface Run {
  script: string;
  failing: readonly string[];
}

/** What a run did: every command by how often it ran, what was noted, the exit status. */
export interface Trace {
  counts: ReadonlyMap<string, number>;
  note: string;
  status: number;
}

export const COMMANDS = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "w1"];

export function hasBash(): boolean {
  return spawnSync("bash", ["--version"]).status === 0;
}

/** Runs each script in an empty folder of its own, all of them from one driver, so that 1,000 take seconds. */
export function runAll(runs: readonly Run[]): Trace[] {
  const root = mkdtempSync(join(tmpdir(), "prompt-lint-bash-"));
  try {
    const bin = join(root, "bin");
    mkdirSync(bin);
    writeFileSync(join(root, "stubs.sh"), STUBS);
    // `command`, `xargs`, `timeout` and `env` start programs, not functions.
    for (const name of COMMANDS) {
      writeFileSync(join(bin, name), `#!/usr/bin/env bash\n. "$STUBS"\n${name}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    runs.forEach(({ script, failing }, index) => {
      const folder = join(root, String(index));
      mkdirSync(folder);
      writeFileSync(join(folder, "script"), script);
      writeFileSync(join(folder, "failing"), `${failing.join(" ")}\n`);
    });
    const env = { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}`, STUBS: join(root, "stubs.sh"), BASH_ENV: join(root, "stubs.sh") };
    spawnSync("bash", ["-c", DRIVER, "driver", root, String(runs.length)], { env, stdio: "ignore", timeout: 300_000 });
    return runs.map((_, index) => readTrace(join(root, String(index))));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const DRIVER = `
. "$STUBS"
cd "$1" || exit
for ((run = 0; run < $2; run++)); do
  cd "$1/$run" || exit
  read -r FAILING < failing
  export CASE="$1/$run" FAILING=" $FAILING "
  # A subshell that reads the script costs a tenth of a new bash, and behaves the same.
  ( . ./script ) < /dev/null > /dev/null 2>&1
  echo $? > status
done
`;

/**
 * A stub notes that it ran, then fails the first time if it shall; its output
 * tells success from failure. Nothing in it fails but its `return`, so that
 * errexit and traps see what they would see of a program.
 */
const STUBS = `
trap '' PIPE
${COMMANDS.map(
  (name) => `${name}() {
  printf '%s\\n' ${name} >> "$CASE/log"
  if [[ $FAILING == *" ${name} "* && ! -e $CASE/failed.${name} ]]; then
    : > "$CASE/failed.${name}"
    return 1
  fi
  if [[ ${name} == w1 ]]; then
    printf x >> "$CASE/rounds"
    if [[ $(< "$CASE/rounds") == xxx* ]]; then return 1; fi
  fi
  printf '%s\\n' ${name.replace("c", "out")} 2> /dev/null || :
}`,
).join("\n")}
`;

function readTrace(folder: string): Trace {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  const counts = new Map<string, number>();
  for (const name of read("log").split("\n").filter(Boolean)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { counts, note: read("note"), status: Number(read("status") || Number.NaN) };
}
