import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CommandVerdict } from "../../src/shell/analyze.ts";
import { createSource } from "../../src/source.ts";
import { analyze } from "./analyze-text.ts";
import { cases } from "./constructs.ts";

/*
 * Where ShellCheck sees an unchecked command, so do we, or the reason stands in
 * `REASONS`. It knows `cd` (SC2164), declarations (SC2155), `$?` (SC2181) and
 * masked return values (SC2312, an optional check).
 */

const REASONS: Record<string, string> = {
  exempt: "its failure means nothing: `echo`, `printf`, `date`, `cat` of a here-document",
  "result-test": "what it prints is tested, so an empty result is noticed",
  "output-filter": "the last command of the pipeline fails on empty input, and that is noticed",
  "status-test": "`PIPESTATUS` is read right after it",
  errexit: "errexit ends the subshell in front of commands that would have run",
};

const SCRIPTS = [
  "cd app\nmake",
  "cd app || exit 1\nmake",
  "cd app && make",
  "cd app && make\ngit push",
  "cd app || true\nmake",
  "cd app || echo missing\nmake",
  "(cd app; make)\ngit push",
  "(cd app && make)",
  "if cd app; then make; fi",
  "if true; then cd app; make; fi",
  'for d in a b; do cd "$d"; make; cd ..; done',
  'for d in a b; do cd "$d" || continue; make; done',
  'while read -r d; do cd "$d"; make; done < list',
  'case "$1" in a) cd app; make ;; esac',
  "pushd app\nmake\npopd",
  "pushd app > /dev/null || exit\nmake\npopd > /dev/null || exit",
  'build() { cd "$1"; make; }\nbuild app',
  'build() { cd "$1" || return 1; make; }\nbuild app || exit 1',
  'cd "$(git rev-parse --show-toplevel)"\nmake',
  'cd "$(dirname "$0")" || exit 1\nmake',
  "set -e\ncd app\nmake",
  "set -e\nif cd app; then make; fi",
  'X=$(cd app; make)\necho "$X"',
  'f() { local x=$(make); cp "$x" dest; }\nf',
  'f() { local x; x=$(make) || return 1; cp "$x" dest; }\nf || exit 1',
  'f() { local x="$(make)"; [ -n "$x" ] || return 1; cp "$x" dest; }\nf || exit 1',
  "export VERSION=$(git describe)\nmake release",
  'readonly ROOT="$(git rev-parse --show-toplevel)"\nrm -rf "$ROOT/build"',
  'declare -r STAMP=$(date +%s)\ntouch "$STAMP"',
  "set -e\nexport VERSION=$(git describe)\nmake release",
  "make\nif [ $? -ne 0 ]; then exit 1; fi",
  "make\nif [[ $? != 0 ]]; then exit 1; fi",
  "make\nif (( $? )); then exit 1; fi",
  "git add .\ngit commit -m x\ngit push\nif [ $? -eq 0 ]; then echo done; else exit 1; fi",
  "make\necho done\nif [ $? -ne 0 ]; then exit 1; fi",
  'set -e\necho "$(make)"',
  'set -e\ngit commit -m "$(git log -1 --format=%s)"',
  "set -e\nls | wc -l",
  "set -euo pipefail\ncurl -fsS https://example.com/x | tar xz",
  "set -e\ncurl -fsS https://example.com/x | tar xz",
  "set -e\ngit log --oneline | grep -q fix",
  "set -e\ndiff <(sort a) <(sort b)",
  'set -e\n[ "$(git branch --show-current)" = main ]',
  'set -e\nif [ -n "$(git status --porcelain)" ]; then exit 1; fi',
  "set -e\nfor f in $(find . -name '*.tmp'); do rm \"$f\"; done",
  'set -e\ncat <<< "$(make)"',
  "set -e\ncase $(uname -s) in Linux) make ;; esac",
  'set -e\nX=$(curl -fsS https://example.com | jq -r .id)\necho "$X" > id',
  'set -e\nX=$(make || true)\necho "$X"',
  'set -e\nmake "$(nproc)" "$(cat args)"',
];

const hasShellCheck = spawnSync("shellcheck", ["--version"]).status === 0;

test.skipIf(!hasShellCheck)("every place of ShellCheck is one of ours (skipped without shellcheck)", { timeout: 120_000 }, () => {
  const constructs = cases(({ place, option }) => place === "at the top" && ["no options", "set -e", "set -euo pipefail"].includes(option));
  const scripts = [...SCRIPTS, ...constructs.map(({ script }) => script)].map((script) => `#!/bin/bash\n${script}\n`);
  const seen = new Map<string, number>();
  const used = new Set<string>();

  for (const comment of runShellCheck(scripts)) {
    const script = scripts[comment.script]!;
    const verdicts = analyze(script).commands;
    seen.set(comment.code, (seen.get(comment.code) ?? 0) + 1);
    const about = verdictsAt(comment, verdicts, script);
    const where = `${comment.code} at ${comment.start}:\n${script}`;
    expect(about.length, where).toBeGreaterThan(0);
    for (const { verdict, by } of about) {
      if (verdict === "unchecked" || verdict === "swallowed") continue;
      if (comment.code === "SC2181") continue;
      expect(Object.keys(REASONS), where).toContain(by);
      used.add(by);
    }
  }
  expect([...seen.keys()].sort()).toEqual(["SC2155", "SC2164", "SC2181", "SC2312"]);
  expect(Object.keys(REASONS).filter((reason) => !used.has(reason))).toEqual([]);
});

interface Comment {
  code: string;
  script: number;
  /** Offsets in the script. */
  start: number;
  end: number;
}

/** The commands that a comment of ShellCheck is about. */
function verdictsAt({ code, start, end }: Comment, verdicts: readonly CommandVerdict[], script: string): CommandVerdict[] {
  // The commands that the test of `$?` checks; it may also be one that tests in vain.
  if (code === "SC2181") {
    const line = script.lastIndexOf("\n", start);
    const checked = verdicts.filter(({ checker }) => checker && checker.pos > line && checker.pos <= start);
    return checked.length > 0 ? checked : verdicts.filter(({ span }) => span.end <= line).slice(-1);
  }
  // ShellCheck points at the variable; the commands are in its value.
  if (code === "SC2155") return verdicts.filter(({ unit, span, isInWord }) => isInWord && unit.pos <= start && span.end <= unit.end && start < unit.end);
  const exact = verdicts.filter(({ span }) => span.pos === start && span.end <= Math.max(end, start + 1));
  return exact.length > 0 ? exact : verdicts.filter(({ span }) => span.pos >= start && span.end <= end);
}

function runShellCheck(scripts: readonly string[]): Comment[] {
  const root = mkdtempSync(join(tmpdir(), "prompt-lint-shellcheck-"));
  try {
    scripts.forEach((script, index) => writeFileSync(join(root, `${index}.sh`), script));
    const options = ["--enable=check-extra-masked-returns", "--include=SC2164,SC2155,SC2181,SC2312", "--format=json1"];
    const files = scripts.map((_, index) => `${index}.sh`);
    const { stdout } = spawnSync("shellcheck", [...options, ...files], { cwd: root, encoding: "utf8", maxBuffer: 1 << 27 });
    const { comments } = JSON.parse(stdout) as { comments: { file: string; line: number; column: number; endLine: number; endColumn: number; code: number }[] };
    return comments.map(({ file, line, column, endLine, endColumn, code }) => {
      const script = Number.parseInt(file, 10);
      const { lineStarts } = createSource("", scripts[script]!);
      return { code: `SC${code}`, script, start: lineStarts[line - 1]! + column - 1, end: lineStarts[endLine - 1]! + endColumn - 1 };
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
