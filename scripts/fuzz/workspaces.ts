import { readdirSync, readFileSync, statSync } from "node:fs";
import { mutateBytes, mutateTokens, ODD } from "./mutate.ts";
import type { Random } from "./random.ts";

/** Path to content, of a workspace that a case lints. */
export type Files = Record<string, string | Uint8Array>;

/** How the files of a case are made. */
export const MAKERS: Readonly<Record<string, (random: Random) => Files>> = {
  bytes: mutateFileBytes,
  tokens: mutateFileTokens,
  boards: writeBoards,
  config: writeConfig,
};

const FIXTURES = readdirSync("fixtures", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) =>
    readdirSync(`fixtures/${name}`, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(`fixtures/${name}/${path}`).isFile())
      .map((path) => ({ path: path.replaceAll("\\", "/"), bytes: readFileSync(`fixtures/${name}/${path}`) })),
  )
  .filter((files) => files.length > 0);

function pickFixture(random: Random) {
  const fixture = random.pick(FIXTURES);
  const victim = random.pick(fixture);
  // The rest of the workspace comes along now and then: cross-file rules need it, and it costs.
  const files: Files = random.once(3) ? Object.fromEntries(fixture.map(({ path, bytes }) => [path, bytes])) : {};
  return { files, victim };
}

/** Bytes of some file, to be put into another. */
const foreign = (random: Random) => random.pick(random.pick(FIXTURES)).bytes;

function mutateFileBytes(random: Random): Files {
  const { files, victim } = pickFixture(random);
  return { ...files, [victim.path]: mutateBytes(victim.bytes, random, foreign) };
}

function mutateFileTokens(random: Random): Files {
  const { files, victim } = pickFixture(random);
  return { ...files, [victim.path]: mutateTokens(victim.bytes.toString("utf8"), random, (dice) => foreign(dice).toString("utf8")) };
}

const STATES = [
  "UNCLAIMED",
  "CLAIMED",
  "IN_PROGRESS",
  "COMPLETE",
  "BLOCKED",
  "ERROR",
  "READY",
  "✅ DONE",
  "🔄",
  "⏳ waiting",
  "TODO | DONE",
  "[x]",
  "",
  "`UNCLAIMED`",
  "**COMPLETE**",
  "unclaimed (free)",
  "__proto__",
  "CLAIMED-1737000000-ab",
  "\u200BUNCLAIMED",
];
const KEYS = [
  "Status",
  "Claimed By",
  "Repository",
  "Output File",
  "Dependencies",
  "Last Heartbeat",
  "Cost",
  "Timeline",
  "Branch",
  "Mission",
  "__proto__",
  "État",
  "Status\u00A0",
];
const VALUES = [
  "acme/widgets",
  "out/a.md",
  "Session 1",
  "Session 2, Session 3",
  "none",
  "2026-01-15T11:00:00Z",
  "1737000000",
  "$5-10",
  "275760-09-13",
  "TBD",
  "../x",
  "~/x",
  "/dev/zero",
  "<b>x</b>",
  "a|b",
  "-",
  "🚀",
  "--upload-pack=x",
  "*",
];
const STEPS = [
  "git pull --rebase",
  "git add STATUS.md",
  'git commit -m "claim"',
  "git push || exit 1",
  "sed -i 's/UNCLAIMED/CLAIMED/' STATUS.md",
  'grep -n "Status: UNCLAIMED" STATUS.md',
  "while true; do sleep 60; done",
  "cd /home/mira/app",
  "awk '/UNCLAIMED/ {print $2}' STATUS.md | head -1",
  "cat <<'EOF' > a.md\n$(date)\nEOF",
  "if ! git push; then",
  "fi",
  "for i in {1..3}; do",
  "done",
  "export SESSION=<id>",
  'echo "$UNSET"',
  "vim a.md",
  "rm -rf $X/",
  "[ -f *.md ] && make",
  "git push 2>/dev/null || true",
  "trap 'echo x' ERR",
  "set -e",
  "case $x in a) ;; esac",
  "f() { g; }",
  "(( x++ ))",
  "$(",
  "`",
  '"',
  "'",
];
const PROSE = [
  "You are Session 2 of four sessions that work in parallel.",
  "Read STATUS.md and claim the first UNCLAIMED session.",
  "If the push fails, pull and take the next one.",
  "Wait for Session 3.",
  "If no work is left, stop and say so.",
  "# Prompt",
  "## Step 1: Claim",
  "❌ WRONG:",
  "- [ ] open",
  "> quoted",
  "1. first",
  "| Session | Status |\n|---|---|\n| Session 1 | UNCLAIMED |",
  "<!-- prompt-lint-disable-next-line unbounded-wait: a person watches -->",
  "<!-- prompt-lint-disable -->",
  "Paste this into each session:",
  "Status values: UNCLAIMED → CLAIMED → COMPLETE",
  "prompt: |\n  You are Session 1",
  "See [the plan](docs/plan.md) and `DEPENDENCIES.yaml`.",
  "---\nname: x\nstatus: open\n---",
];

/** A prompt and a board out of what such files are made of, in markdown, as a table, in YAML or JSON. */
function writeBoards(random: Random): Files {
  const files: Files = {};
  const count = 1 + random.below(8);
  const entries = Array.from({ length: count }, (_, number) => ({
    id: random.once(6) ? random.pick(VALUES) : `Session ${random.once(8) ? 1 : number + 1}`,
    fields: Array.from({ length: random.below(7) }, () => [random.pick(KEYS), random.once(2) ? random.pick(STATES) : random.pick(VALUES)] as const),
  }));
  const shape = random.below(5);
  if (shape === 0)
    files["STATUS.md"] =
      `| Session | ${KEYS.slice(0, 4).join(" | ")} |\n|${"---|".repeat(5)}\n${entries.map(({ id, fields }) => `| ${id} | ${fields.map(([, value]) => value).join(" | ")} |\n`).join("")}`;
  else if (shape === 1)
    files["status.yaml"] =
      `sessions:\n${entries.map(({ id, fields }) => `  - id: ${id}\n${fields.map(([key, value]) => `    ${key}: ${value}\n`).join("")}`).join("")}`;
  else if (shape === 2)
    files["status.json"] = JSON.stringify(Object.fromEntries(entries.map(({ id, fields }) => [id, Object.fromEntries(fields)])), undefined, random.below(3));
  else
    files["STATUS.md"] =
      `# Status\n\n${entries.map(({ id, fields }) => `## ${id}\n\n${fields.map(([key, value]) => (random.once(4) ? `${key}: ${value}\n` : `- **${key}:** ${value}\n`)).join("")}\n`).join("")}`;
  if (random.once(3))
    files["DEPENDENCIES.yaml"] = entries
      .map(({ id }) => `${id}:\n  depends_on: [${random.pick(entries).id}, "${random.pick(entries).id}: checkpoint"]\n  checkpoints: [checkpoint]\n`)
      .join("");
  files["PROMPT.md"] = Array.from({ length: 1 + random.below(10) }, () => {
    if (random.once(2)) return random.pick(PROSE);
    const fence = random.once(5) ? "````" : "```";
    return `${fence}${random.pick(["bash", "sh", "", "markdown", "yaml"])}\n${Array.from({ length: random.below(8) }, () => random.pick(random.once(12) ? PROSE : STEPS)).join("\n")}\n${random.once(15) ? "" : fence}`;
  }).join("\n\n");
  return files;
}

const CONFIG_KEYS = [
  "extends",
  "rules",
  "overrides",
  "ignore",
  "boards",
  "prompts",
  "status",
  "budget",
  "root",
  "maxFileSize",
  "blockersFile",
  "phrases",
  "fieldAliases",
  "__proto__",
  "constructor",
  "staleClaimAfter",
  "$schema",
  "nope",
];
const CONFIG_VALUES = [
  "strict",
  "./.prompt-lint.json",
  "**/*.md",
  "*a*a*a*a*a*a*b",
  "{a,b}{a,b}{a,b}",
  "[",
  "../x",
  "/x",
  "!x",
  "",
  "unbounded-wait",
  "off",
  "warn",
  "error",
  "\u202E",
  "(((",
  "a".repeat(300),
];

/** A config of right and wrong keys, values and nests, over a small workspace. */
function writeConfig(random: Random): Files {
  const value = (depth: number): unknown => {
    const kind = random.below(depth > 3 ? 4 : 7);
    if (kind === 0) return random.pick(CONFIG_VALUES);
    if (kind === 1) return random.pick([0, 1, -1, 1e9, 1.5, 1e308]);
    if (kind === 2) return random.pick([true, false, null]);
    if (kind === 3) return random.pick(CONFIG_VALUES);
    if (kind === 4) return Array.from({ length: random.below(4) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(random.once(2) ? CONFIG_KEYS : CONFIG_VALUES), value(depth + 1)]));
  };
  const config = Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(CONFIG_KEYS), value(0)]));
  let text = JSON.stringify(config);
  if (random.once(3)) text = text.slice(0, random.below(text.length + 1)) + random.pick(ODD) + text.slice(random.below(text.length + 1));
  return { ...writeBoards(random), ".prompt-lint.json": text };
}
