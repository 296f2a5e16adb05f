import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

interface Step {
  id: string;
  shell: string;
  env: Record<string, string>;
  run: string;
}
interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
}

const action = parse(readFileSync("action.yml", "utf8")) as Action;
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const program = [process.execPath, "--import", import.meta.resolve("tsx"), fileURLToPath(new URL("../../src/cli.ts", import.meta.url))];

const BAD = "# Start\n\n```bash\nwhile true; do git pull --quiet; sleep 60; done\n```\n";
const GOOD = "# Start\n\nRead docs.md, then say what is missing in it.\n";

describe("what it is made of", () => {
  test.each(action.runs.steps.map((step) => [step.id, step] as const))("%s has no expression in its script", (_, { run, shell }) => {
    expect(run).not.toContain("${{");
    expect(shell).toBe("bash");
  });

  test("each input reaches a step, and no other is asked for", () => {
    const asked = action.runs.steps.flatMap(({ env }) => Object.values(env)).flatMap((value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? []);
    expect(asked.sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test("each input and output is described", () => {
    for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/^[A-Z]/);
    expect(Object.values(action.outputs).map(({ value }) => value)).toEqual(["${{ steps.lint.outputs.exit-code }}"]);
  });
});

const hasBash = spawnSync("bash", ["--version"]).error === undefined && process.platform !== "win32";
describe.skipIf(!hasBash)("its steps, run by bash", () => {
  let folder = "";
  let checkout = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-lint-action-")));
    checkout = join(folder, "checkout");
    for (const name of ["checkout", "checkout/.git", "checkout/sub folder", "temp", "bin"]) mkdirSync(join(folder, name));
    for (const name of ["output", "summary"]) writeFileSync(join(folder, name), "");
    writeFileSync(join(checkout, "docs.md"), "# Docs\n");
    writeFileSync(join(checkout, "START-PROMPT.md"), BAD);
    // Stands for the registry: notes what is asked for, and puts the source in place of the package.
    const bin = '"$3/node_modules/.bin"';
    const script = [
      "#!/bin/sh",
      'case "$*" in *@9.9.9) exit 1;; esac',
      `printf '%s\\n' "$PWD" "$@" > '${join(folder, "npm-called")}'`,
      `mkdir -p ${bin}`,
      `printf '%s\\n' '#!/bin/sh' 'exec ${program.map((word) => `"${word}"`).join(" ")} "$@"' > ${bin}/prompt-lint`,
      `chmod +x ${bin}/prompt-lint`,
    ];
    writeFileSync(join(folder, "bin/npm"), `${script.join("\n")}\n`, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  interface Ran {
    code: number;
    stdout: string;
    outputs: string;
    summary: string;
  }

  /** As the runner does: one after the other, until one fails. */
  function use(inputs: Record<string, string> = {}): Ran {
    let stdout = "";
    let code = 0;
    for (const { env, run } of action.runs.steps) {
      const given = Object.entries(env).map(([name, value]) => [name, evaluate(value, inputs)]);
      const script = join(folder, "step.sh");
      writeFileSync(script, run);
      const ran = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], {
        cwd: checkout,
        encoding: "utf8",
        env: {
          PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`,
          HOME: folder,
          GITHUB_ACTIONS: "true",
          RUNNER_TEMP: join(folder, "temp"),
          GITHUB_OUTPUT: join(folder, "output"),
          GITHUB_STEP_SUMMARY: join(folder, "summary"),
          ...(Object.fromEntries(given) as Record<string, string>),
        },
      });
      stdout += ran.stdout;
      code = ran.status!;
      if (code !== 0) break;
    }
    return { code, stdout, outputs: readFileSync(join(folder, "output"), "utf8"), summary: readFileSync(join(folder, "summary"), "utf8") };
  }

  function evaluate(expression: string, inputs: Record<string, string>): string {
    const [, scope, name] = /^\$\{\{ (inputs|github)\.([\w-]+) \}\}$/.exec(expression)!;
    return scope === "github" ? fileURLToPath(new URL("../../", import.meta.url)) : (inputs[name!] ?? action.inputs[name!]!.default);
  }

  const asked = () => readFileSync(join(folder, "npm-called"), "utf8").trim().split("\n");

  test("annotates, writes a summary and SARIF, and keeps the exit code", () => {
    const ran = use({ "sarif-file": "out.sarif" });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^::error [^\n]*file=START-PROMPT\.md,line=4,/m);
    expect(ran.outputs).toBe("exit-code=1\n");
    expect(ran.summary).toContain("unbounded-wait");
    expect(JSON.parse(readFileSync(join(checkout, "out.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  test("passes what is in order", () => {
    writeFileSync(join(checkout, "START-PROMPT.md"), GOOD);
    expect(use()).toMatchObject({ code: 0, outputs: "exit-code=0\n" });
  });

  test("is switched by its inputs", () => {
    const ran = use({ annotations: "false", summary: "false", args: "--rule unbounded-wait:warning\n  --max-warnings 0", paths: "START-PROMPT.md\n" });
    expect(ran).toMatchObject({ code: 1, summary: "" });
    expect(ran.stdout).toMatch(/^START-PROMPT\.md:4:1: warning /m);
  });

  test("a job that cannot be done", () => {
    expect(use({ args: "--fromat json" })).toMatchObject({ code: 2, outputs: "exit-code=2\n" });
    expect(use({ "working-directory": "nowhere" })).toMatchObject({ code: 2, outputs: "exit-code=2\n".repeat(2) });
    expect(use({ "working-directory": "sub folder" }).code).toBe(2);
  });

  test("installs outside of the checkout, by default the version it belongs to", () => {
    use();
    expect(asked()[0]).toBe(join(folder, "temp/prompt-lint"));
    expect(asked().at(-1)).toBe(`prompt-lint@${version}`);
    use({ version: "latest" });
    expect(asked().at(-1)).toBe("prompt-lint@latest");
    const failed = use({ version: "9.9.9" });
    expect(failed.code).toBe(2);
    expect(failed.stdout).toContain("::error title=prompt-lint::version 9.9.9 could not be installed");
  });

  test.each(["1.0.0 --registry=https://example.invalid", "file:../evil", "$(touch pwned)", "1\nx", "@evil/package"])("refuses %j as a version", (wish) => {
    expect(use({ version: wish }).code).toBe(2);
    expect(existsSync(join(folder, "npm-called"))).toBe(false);
  });

  test("runs nothing that is written in an input", () => {
    const evil = `"; touch ${join(folder, "pwned")}; $(touch ${join(folder, "pwned")}) \`touch ${join(folder, "pwned")}\``;
    for (const name of Object.keys(action.inputs)) if (name !== "version") use({ [name]: evil });
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });

  test("takes globs, blanks and dashes in paths as they are", () => {
    writeFileSync(join(checkout, "sub folder/-a b.md"), BAD);
    const ran = use({ paths: "sub folder/*.md\r\n", annotations: "false", summary: "false" });
    expect(ran.stdout).toMatch(/^sub folder\/-a b\.md:4:1: error/m);
    expect(ran.stdout).not.toContain("START-PROMPT");
    const dashed = use({ paths: "-a b.md", "working-directory": "sub folder", annotations: "false", summary: "false" });
    expect(dashed.stdout).toMatch(/-a b\.md:4:1: error/);
  });
});
