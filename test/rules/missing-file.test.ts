import { describe, expect, test } from "vitest";
import { buildWorkspace, createFileTree, DEFAULT_SETTINGS } from "../../src/workspace.ts";
import { check } from "../../src/check.ts";
import { rules } from "../../rules/index.ts";
import { parseDocument } from "../../src/parse/document.ts";
import { at, type RunOptions } from "../helpers.ts";
import { run } from "./run.ts";
import { parsers } from "../parsers.ts";

const prompt = (text: string, path = "PROMPT.md") => ({ path, text: `You are one of several sessions that work in parallel.\n\n${text}\n` });
const find = (text: string, options: RunOptions = {}) => run("missing-file", [prompt(text)], options);
const shell = (script: string) => `\`\`\`bash\n${script}\n\`\`\``;

describe("reports", () => {
  test.each([
    ["a file to be read", "1. First, read docs/protocol.md", "PROMPT.md:3:16"],
    ["inline code", "See `docs/health-guide.md` for more.", "PROMPT.md:3:6"],
    ["a link", "Follow the [protocol](docs/protocol.md#claims).", "PROMPT.md:3:23"],
    ["a mission file", "- **Mission File:** `missions/s2.md`", "PROMPT.md:3:22"],
    ["an item of a list that says so", "Read these first:\n\n- docs/protocol.md", "PROMPT.md:5:3"],
    ["a program's input", shell("cat docs/protocol.md"), "PROMPT.md:4:5"],
    ["a pattern's file", shell('grep -n "UNCLAIMED" docs/BOARD.md'), "PROMPT.md:4:21"],
    ["a redirected input", shell("sort < docs/tasks.txt"), "PROMPT.md:4:8"],
    ["a script", shell("./scripts/claim.sh 3"), "PROMPT.md:4:1"],
    ["a script for a shell", shell("bash scripts/claim.sh"), "PROMPT.md:4:6"],
    ["an edit in place", shell("sed -i 's/a/b/' docs/BOARD.md"), "PROMPT.md:4:17"],
    ["a folder that is written into", shell("make report > reports/week/plan.md"), "PROMPT.md:4:15"],
    ["a line that a slash command runs", "!bash scripts/claim.sh", "PROMPT.md:3:7"],
    ["a file that is made only later on", "Read docs/protocol.md\n\nThen create docs/protocol.md", "PROMPT.md:3:6"],
    ["where the orders are", "Your instructions are in `docs/protocol.md`.", "PROMPT.md:3:27"],
    ["where the work is claimed", "Claim a task in docs/queue-board.md", "PROMPT.md:3:17"],
    ["what is the status board", "The status board is docs/queue-board.md.", "PROMPT.md:3:21"],
    ["a remark behind it", "1. `docs/protocol.md` (read first)", "PROMPT.md:3:5"],
    ["what somebody must have read", "Make sure that you have read docs/protocol.md", "PROMPT.md:3:30"],
    ["what the work follows", "Implement the imports of phase 1, as all have agreed to in the last round, from docs/imports.md", "PROMPT.md:3:81"],
    ["Chinese", "迷茫时先阅读 docs/protocol.md", "PROMPT.md:3:8"],
    ["a file that something is removed from", "Remove your claim from docs/tasks.md\n\nRead docs/tasks.md", "PROMPT.md:5:6"],
    ["a script below a runner", "Then `uv run python scripts/claim.py`", "PROMPT.md:3:21"],
    ["a file that is only updated", "Read docs/tasks.md\n\nUpdate docs/tasks.md", "PROMPT.md:3:6"],
  ])("%s", (_, text, place) => {
    expect(find(text).map(at)).toEqual([place]);
  });

  test("a slash command of a namespace that is here", () => {
    const paths = [".claude/commands/team/start.md"];
    expect(find("Stop them with /team:stop", { paths }).map(at)).toEqual(["PROMPT.md:3:16"]);
    expect(find(shell('echo "Then run /team:stop"'), { paths }).map(at)).toEqual(["PROMPT.md:4:16"]);
    expect(find("Stop them with /other:stop", { paths })).toEqual([]);
    expect(find("Start them with /team:start", { paths })).toEqual([]);
  });

  test("what a board says of an entry", () => {
    const board = {
      path: "STATUS.md",
      text: "# Board\n\n## Session 1\n\n- **Status:** UNCLAIMED\n- **Mission File:** `missions/one.md`\n\n## Session 2\n\n- **Status:** UNCLAIMED\n- **Mission File:** `missions/two.md`\n",
    };
    expect(run("missing-file", [board], { paths: ["missions/two.md"] }).map(at)).toEqual(["STATUS.md:6:22"]);
  });

  test("a value in YAML", () => {
    expect(run("missing-file", [{ path: "team.yaml", text: "sessions:\n  - name: a\n    mission_file: missions/a-one.md\n" }]).map(at)).toEqual([
      "team.yaml:3:19",
    ]);
  });

  test("a name that another text makes with one word more", () => {
    const maker = { path: "SESSION-1.md", text: `You are session 1.\n\n${shell("cat > STATUS-SESSION-1-API.yaml <<EOF\nstatus: active\nEOF")}\n` };
    const [finding, ...others] = run("missing-file", [prompt("Claim your task by updating STATUS-SESSION-1.yaml"), maker]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      message:
        "`STATUS-SESSION-1.yaml` is not in the workspace and no text makes it: expected `STATUS-SESSION-1-API.yaml`, which line 4 of `SESSION-1.md` makes, or that name there",
      related: [{ path: "SESSION-1.md" }],
    });
    const both = { ...maker, text: `${maker.text}\nCreate STATUS-SESSION-1.yaml\n` };
    expect(run("missing-file", [prompt("Claim your task by updating STATUS-SESSION-1.yaml"), both])).toEqual([]);
    expect(run("missing-file", [prompt("Claim your task by updating STATUS-SESSION-2.yaml"), maker])).toEqual([]);
  });

  test("a folder of this workspace that is entered", () => {
    const paths = ["docs/plan.md", "docs/rules.md"];
    const read = "Read /home/user/app/docs/plan.md and /home/user/app/docs/rules.md\n\n";
    expect(find(read + shell("cd /home/user/app/docs/marketing"), { paths }).map(({ message }) => message)).toEqual([
      "`cd` enters `/home/user/app/docs/marketing`, which is not in the workspace",
    ]);
    expect(find(read + shell("cd /home/user/app/docs\ncd /home/user/other/web"), { paths })).toEqual([]);
    // That machine may have what git has not.
    expect(find(read + shell("cd /home/user/app/data/campaign"), { paths })).toEqual([]);
  });

  test("a document for an assistant, where others of them are kept", () => {
    const task = "Read .claude/progress/URGENT-4.md and do what it says";
    expect(find(task, { paths: [".claude/progress/LAUNCH.md"] }).map(at)).toEqual(["PROMPT.md:3:6"]);
    expect(find(task, { paths: [".claude/settings.json"] })).toEqual([]);
    expect(find("Read .agent/state/plan.md", { paths: [".agent/state/notes.md"] })).toEqual([]);
  });

  test("the bare name that a command reads, where the command is one of this workspace", () => {
    const command = (text: string) => ({ path: ".claude/commands/spawn.md", text: `You are an agent spawner.\n\n${text}\n` });
    const found = (text: string, paths: readonly string[] = []) => run("missing-file", [command(text)], { paths });
    expect(found("1. READ: `work-list.md`. It has a task on each line.")).toEqual([]);
    expect(found("1. READ: `work-list.md`, as docs/rules.md has it.", ["docs/rules.md"]).map(at)).toEqual([".claude/commands/spawn.md:3:11"]);
    expect(found("1. READ: `work-list.md`.", ["work-lists.md"]).map(at)).toEqual([".claude/commands/spawn.md:3:11"]);
    expect(found("1. READ: `docs/work-list.md`.").map(at)).toEqual([".claude/commands/spawn.md:3:11"]);
  });

  test("a path below folders that are here, wherever a script has gone by then", () => {
    const paths = ["docs/team/plan.md"];
    expect(find(`${shell("cd /path/to/app")}\n\nRead docs/team/rules.md and notes/team/rules.md`, { paths }).map(at)).toEqual(["PROMPT.md:7:6"]);
  });

  test("each file once in a document, and where else it is meant", () => {
    const [finding, ...others] = find("Read docs/protocol.md\n\nThen follow docs/protocol.md\n\n```bash\ncat docs/protocol.md\n```");
    expect(others).toEqual([]);
    expect(finding!.related.map(({ place }) => place.start.line)).toEqual([5, 8]);
  });

  test("what is shipped, where it names its own folder the whole way", () => {
    const guide = { path: "agents/tasks/README.md", text: `You are a worker.\n\n${shell("cat agents/tasks/board.md\ncat tasks/board.md")}\n` };
    expect(run("missing-file", [guide]).map(at)).toEqual(["agents/tasks/README.md:4:5"]);
  });

  test("a link as a warning", () => {
    expect(find("See [it](docs/protocol.md)").map(({ severity }) => severity)).toEqual(["warning"]);
    expect(find("Read docs/protocol.md").map(({ severity }) => severity)).toEqual(["error"]);
  });

  test("a name in other case", () => {
    expect(find("- Main documentation: /claude.md", { paths: ["CLAUDE.md"] }).map(({ message }) => message)).toEqual([
      "`/claude.md` is not in the workspace, but this text sends its reader there; did you mean `CLAUDE.md`?",
    ]);
  });
});

describe("accepts", () => {
  test.each([
    ["an output", "Write your findings to `notes/s2.md`."],
    ["an output field", "- **Output File:** `notes/s2.md`"],
    ["a deliverable", "**Deliverables:**\n\n- docs/guide.md"],
    ["a file of an earlier step", "Create docs/plan.md\n\nThen read docs/plan.md"],
    ["a file of an earlier command", shell("make list > tasks.txt\ncat tasks.txt")],
    ["a folder of an earlier command", shell("mkdir -p reports\nmake report > reports/plan.md\ncat reports/plan.md")],
    ["what may be absent", "Read docs/plan.md, if it exists."],
    ["what is to be created", "Mission file: `docs/plan.md` (to be created)"],
    ["what is announced", "Will be created in phase 1: `scripts/check.sh`\n\nRun scripts/check.sh"],
    ["a tested file", shell("[ -f docs/plan.md ] && cat docs/plan.md")],
    ["a tested file, elsewhere in the text", `${shell("test -f docs/plan.md || exit 1")}\n\nRead docs/plan.md`],
    ["a silenced command", shell("cat docs/plan.md 2>/dev/null")],
    ["a handled failure", shell("cat docs/plan.md || echo none")],
    ["the blockers file", "Check BLOCKERS.md for details"],
    ["another repository", "Read docs/plan.md in the billing repository"],
    ["a home folder", shell("cat ~/notes/plan.md")],
    ["/tmp", shell("cat /tmp/plan.md")],
    ["another site", "Read https://github.com/acme/app/blob/main/docs/plan.md"],
    ["a placeholder", "Read `missions/<id>.md` and missions/[name].md and {dir}/plan.md"],
    ["a name with a part that another text fills in", "Save it as `{dir}/plan.md`\n\nRead plan.md"],
    ["an illustration", "Read path/to/file.md and src/foo.ts"],
    ["an example", "Use a short name (e.g. docs/plan.md)"],
    ["the wrong way", "❌ WRONG: read docs/plan.md"],
    ["a wildcard", "Read missions/*.md"],
    ["what dependencies make", shell("node node_modules/x/y.js\nsource .venv/bin/activate\nbash target/go.sh")],
    ["logs", shell("tail logs/run.txt\ngrep x session.log")],
    ["the reader's own project", "Check your package.json and read Cargo.toml"],
    ["the state of a tool", "Read .planner/state.md"],
    ["a branch", "Follow the branch feature/login"],
    ["a repository", "Read acme/app first"],
    ["a version", "Use v1.2.md.3"],
    ["a file of the workspace", "Read PROMPT.md"],
    ["a refusal", "Never read docs/plan.md"],
    ["a merely named file", "The settings are in docs/plan.md."],
    ["a detail to be written down", "Write the details in docs/plan.md."],
    ["a checklist to be kept", "Keep the checklist in docs/plan.md, and document the protocol in docs/rules.md"],
    ["what others read", "docs/plan.md (read by the lead)"],
    ["a claim to be written down", "Claim a task by adding a line in docs/claims.md"],
    ["a reference that is none", "Reference implementation: docs/plan.md"],
    ["a bare name of a path that a tool makes", "Read `.planner/STATE.md`\n\nCheck the tasks in STATE.md"],
    ["another branch", shell("git show origin/team:docs/plan.md")],
    ["a tree of files", shell("reports/\n├── plan.md\n└── notes.md")],
  ])("%s", (_, text) => {
    expect(find(text)).toEqual([]);
  });

  test("a file that another document makes", () => {
    expect(run("missing-file", [prompt("Read docs/contract.md"), prompt("Create docs/contract.md", "OTHER-PROMPT.md")])).toEqual([]);
  });

  test("the blockers file of the config", () => {
    expect(find("Check PROBLEMS.md for details", { settings: { blockersFile: "PROBLEMS.md" } })).toEqual([]);
  });

  test("an archive", () => {
    expect(run("missing-file", [prompt("Read docs/plan.md", "archive/PROMPT.md")])).toEqual([]);
  });

  test("what is shipped to other projects, but for documents in our own folders", () => {
    const shipped = (text: string) => run("missing-file", [prompt(text, "pkg/templates/PROMPT.md")], { paths: ["docs/other.md"] }).map(at);
    expect(shipped("Read tasks/plan.md and run scripts/go.sh")).toEqual([]);
    expect(shipped("See `docs/health.md` for more")).toEqual(["pkg/templates/PROMPT.md:3:6"]);
  });

  test("an ordinary document", () => {
    const documents = [parseDocument({ path: "docs/usage.md", text: "# Usage\n\nSee [the guide](guide.md) and read docs/plan.md.\n" }, parsers)];
    const workspace = buildWorkspace({ documents, files: createFileTree(["docs/usage.md"]), settings: DEFAULT_SETTINGS });
    const rule = rules.filter(({ id }) => id === "missing-file");
    expect(check(workspace, rule, () => ({ severity: "error", options: {} })).findings).toEqual([]);
  });
});

describe("words the message", () => {
  test.each<[string, readonly string[], string]>([
    ["Read docs/protocol.md", [], "`docs/protocol.md` is not in the workspace, but this text sends its reader there"],
    [
      "Read docs/protocol.md",
      ["docs/team/protocol.md"],
      "`docs/protocol.md` is not in the workspace, but this text sends its reader there; did you mean `docs/team/protocol.md`?",
    ],
    [
      "Read docs/protocol.md",
      ["docs/protocols.md"],
      "`docs/protocol.md` is not in the workspace, but this text sends its reader there; did you mean `docs/protocols.md`?",
    ],
    [
      "Read TEAM-MATRIX.txt",
      ["TEAM-COORDINATION-MATRIX.txt"],
      "`TEAM-MATRIX.txt` is not in the workspace, but this text sends its reader there; did you mean `TEAM-COORDINATION-MATRIX.txt`?",
    ],
    ["Read SESSION-1-PLAN.md", ["SESSION-2-PLAN.md"], "`SESSION-1-PLAN.md` is not in the workspace, but this text sends its reader there"],
    ["See [it](docs/protocol.md)", [], "The link leads to `docs/protocol.md`, which is not in the workspace"],
    [shell("cat docs/protocol.md"), [], "`cat` reads `docs/protocol.md`, which is not in the workspace"],
    [shell("./scripts/go-on.sh"), [], "`./scripts/go-on.sh` is to be run here, but is not in the workspace"],
    [shell("make > reports/plan.md"), [], "`>` writes into `reports/`, which is not in the workspace and which no step makes"],
    ["Run /team:stop", [".claude/commands/team/start.md"], "`/team:stop` is no command of this workspace: expected a file `.claude/commands/team/stop.md`"],
    [
      "Run /team:stpo-all",
      [".claude/commands/team/stop-all.md"],
      "`/team:stpo-all` is no command of this workspace: expected a file `.claude/commands/team/stpo-all.md`",
    ],
  ])("%j with %j", (text, paths, message) => {
    expect(find(text, { paths }).map(({ message }) => message)).toEqual([message]);
  });

  test("with the nearest name as a suggestion", () => {
    const [finding] = find("Read docs/protocol.md", { paths: ["docs/team/protocol.md"] });
    expect(finding!.suggestions).toMatchObject([
      { title: "Replace it with `docs/team/protocol.md`", edits: [{ text: "docs/team/protocol.md", place: finding!.place }] },
    ]);
  });

  test("of an address on a branch that is not there", () => {
    const documents = [parseDocument(prompt("Mission file: https://github.com/acme/app/blob/main/docs/plan.md"), parsers)];
    const files = createFileTree(["PROMPT.md", "docs/plan.md"], { remotes: ["acme/app"], branches: ["master"] });
    const workspace = buildWorkspace({ documents, files, settings: DEFAULT_SETTINGS });
    const rule = rules.filter(({ id }) => id === "missing-file");
    expect(check(workspace, rule, () => ({ severity: "error", options: {} })).findings.map(({ message }) => message)).toEqual([
      "The address `https://github.com/acme/app/blob/main/docs/plan.md` is of a branch that this repository does not have",
    ]);
  });
});

/* Which folders speak of the files of other projects, and what of theirs is ours all the same. */
describe("what is shipped to other projects", () => {
  const shipped = (path: string, text: string, paths: readonly string[] = ["docs/other.md"]) => run("missing-file", [prompt(text, path)], { paths }).length;

  test.each<[string, number]>([
    ..."template templates preset presets example examples fixture fixtures dist src lib internal package packages pkg crates plugin plugins assets resources testdata bench scaffold scaffolds boilerplate"
      .split(" ")
      .map((folder): [string, number] => [`${folder}/PROMPT.md`, 0]),
    ["a/templates/b/PROMPT.md", 0],
    ["prompts/PROMPT.md", 1],
    ["prompts/src.md", 1],
    ["archive/PROMPT.md", 0],
    ["archived/PROMPT.md", 0],
    ["archives/PROMPT.md", 0],
    ["a/old/PROMPT.md", 0],
    ["deprecated/PROMPT.md", 0],
    ["legacy/PROMPT.md", 0],
    ["attic/PROMPT.md", 0],
    ["backup/PROMPT.md", 0],
    ["backups/PROMPT.md", 0],
    ["older/PROMPT.md", 1],
    ["threshold/PROMPT.md", 1],
  ])("%s", (path, count) => {
    expect(shipped(path, "Read scripts/plan.py first")).toBe(count);
  });

  test.each<[string, number]>([
    ["Read docs/plan.md first", 1],
    ["Read docs/plan.mdx first", 1],
    ["Read docs/plan.markdown first", 1],
    ["Read docs/plan.txt first", 1],
    ["Read docs/plan.md.bak first", 0],
    ["Read docs/plan.py first", 0],
    ["Read notes/plan.md first", 0],
    ["Read plan.md first", 0],
    [shell("cat docs/plan.md"), 0],
    ["Read src/a/plan.py first", 1],
    ["Read src/ab/plan.py first", 0],
    [shell("cat src/a/plan.py"), 1],
  ])("%j", (text, count) => {
    expect(shipped("src/a/PROMPT.md", text)).toBe(count);
  });
});

test("a file that is made under a longer name is told with every place that misses it", () => {
  const maker = { path: "SESSION-1.md", text: `You are session 1.\n\n${shell("cat > STATUS-SESSION-1-API.yaml <<EOF\nstatus: active\nEOF")}\n` };
  const text = "Claim your task by updating STATUS-SESSION-1.yaml\n\nThen commit STATUS-SESSION-1.yaml";
  expect(run("missing-file", [prompt(text), maker]).map(({ related }) => related.length)).toEqual([2]);
});
