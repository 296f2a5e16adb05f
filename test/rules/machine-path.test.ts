import { describe, expect, test } from "vitest";
import { at, type RunOptions } from "../helpers.ts";
import { run } from "./run.ts";

const prompt = (text: string) => ({ path: "PROMPT.md", text: `You are one of several sessions that work in parallel.\n\n${text}\n` });
const find = (text: string, options: RunOptions = {}) => run("machine-path", [prompt(text)], options);
const shell = (script: string) => `\`\`\`bash\n${script}\n\`\`\``;

describe("reports", () => {
  test.each([
    ["a folder that is entered", shell("cd /Users/mira/dev/app"), "PROMPT.md:4:4"],
    ["a way out when it is not there", shell("cd /home/mira/app || exit 1"), "PROMPT.md:4:4"],
    ["a file that is read", shell('cat "/home/mira/app/plan.md"'), "PROMPT.md:4:6"],
    ["a redirection", shell("make report > /home/mira/report.txt"), "PROMPT.md:4:15"],
    ["a value", shell("export REPO=/Users/mira/app"), "PROMPT.md:4:13"],
    ["a script for another shell", shell("tmux new-session -d 'cd /Users/mira/app && ./go.sh'"), "PROMPT.md:4:25"],
    ["an order", "Read /home/mira/app/plan.md first.", "PROMPT.md:3:6"],
    ["a field", "- **Working directory:** `/Users/mira/app`", "PROMPT.md:3:27"],
    ["an output", "Write the report to `/home/mira/out/report.md`.", "PROMPT.md:3:22"],
    ["Windows", "Work in C:\\Users\\mira\\app.", "PROMPT.md:3:9"],
    ["Windows, seen from WSL", shell("cd /mnt/c/Users/mira/app"), "PROMPT.md:4:4"],
    ["Windows, seen from Git Bash", shell("cd /c/Users/mira/app"), "PROMPT.md:4:4"],
    ["a comment that says where to be", shell("# Work in /home/mira/app\ngit pull"), "PROMPT.md:4:11"],
    ["a prompt in a fence", "```\nYou are session 2. Please read /home/mira/app/plan.md\n```", "PROMPT.md:4:32"],
  ])("%s", (_, text, place) => {
    expect(find(text).map(at)).toEqual([place]);
  });

  test("a value in YAML", () => {
    const text = "sessions:\n  - name: a\n    prompt: Read the plan and do it\n    working_dir: /Users/mira/app\n";
    expect(run("machine-path", [{ path: "team.yaml", text }]).map(at)).toEqual(["team.yaml:4:18"]);
  });

  test("each home once in a document, and where else it is meant", () => {
    const [mira, tom, ...others] = find(shell("cd /home/mira/app\ncat /home/mira/plan.md\ncat /home/tom/plan.md"));
    expect(others).toEqual([]);
    expect(mira!.related.map(({ place }) => place.start.line)).toEqual([5]);
    expect(tom!.related).toEqual([]);
  });

  test("the path from the root, where the texts tell what the root is", () => {
    const [finding] = find("Read `/home/mira/app/docs/plan.md`, then `/home/mira/app/docs/rules.md`.", { paths: ["docs/plan.md", "docs/rules.md"] });
    expect(finding).toMatchObject({
      message: "`/home/mira/app/docs/plan.md` is in the home folder of `mira`, which other sessions do not have: expected `docs/plan.md`",
      suggestions: [{ title: "Replace it with `docs/plan.md`", edits: [{ text: "docs/plan.md", place: finding!.place }] }],
    });
  });

  test("what a board says of everybody, or of an entry that is free", () => {
    const text = "# Board\n\nProject path: `/home/mira/app`\n\n## Session 1\n\n- **Status:** UNCLAIMED\n- **Directory:** `/home/tom/app`\n";
    expect(run("machine-path", [{ path: "STATUS.md", text }]).map(at)).toEqual(["STATUS.md:3:16", "STATUS.md:8:19"]);
  });
});

describe("accepts", () => {
  test.each([
    ["everybody's own home", shell("cd ~/app && cat $HOME/plan.md && cat ~mira/plan.md")],
    ["the homes of containers", shell("cd /home/user/app\ncd /home/runner/work\ncat /home/node/plan.md /home/vscode/x /root/plan.md /Users/runner/x")],
    ["placeholders", "Work in /home/username/app, /Users/YOU/app, /home/<name>/app, /Users/your-name/app, /home/$USER/app or C:\\Users\\you\\app."],
    ["other places", shell("cd /opt/mira/app\ncat /srv/home/mira/x /var/home.txt")],
    ["pages and addresses", "Open /home/feed, then https://example.com/home/mira/plan and GET /home/mira."],
    ["an example", "Use full paths, e.g. /home/mira/app."],
    ["a section of examples", "## Examples\n\nWork in /home/mira/app."],
    ["a refusal", "Write no paths such as /home/mira/app, and never /Users/mira/app."],
    ["the wrong way", "❌ WRONG: cd /home/mira/app"],
    ["what may be absent", "Read /home/mira/notes.md if it exists."],
    ["a test", shell("[ -d /home/mira/app ] && echo yes\nif [[ -f /home/mira/x ]]; then echo yes; fi\ntest -d /home/mira/app")],
    ["a fallback", shell('cd /home/mira/app || cd "$(git rev-parse --show-toplevel)"')],
    ["a silenced command", shell("ls /home/mira/app 2>/dev/null")],
    ["another host", shell("ssh build 'cd /home/mira/app && make'\nscp plan.md build:/home/mira/app/")],
    ["a session on another host", shell("ssh build\ncd /home/mira/app")],
    ["a here-document for another host", shell("ssh build <<'EOF'\ncd /home/mira/app\nEOF")],
    ["another host in prose", "On the build server the app is in /home/mira/app."],
    ["a container's own folder", shell("docker exec app ls /home/mira/app")],
    ["what a program printed", "It says: `Error: ENOENT: no such file or directory, open '/home/mira/app/x.json'`"],
    ["a line of a stack trace", "```\n    at run (/home/mira/app/index.js:3:1)\n```"],
    ["a transcript", "```console\n$ pwd\n/home/mira/app\n$ ls\nplan.md\n```"],
    ["a pattern", shell("rg -n '/home/mira/|/Users/mira/' docs\nsed -i 's|/home/mira/app|.|g' docs/plan.md")],
    ["what is printed", shell('echo "/home/mira/app is not yours"')],
    ["a default", shell('cd "${APP:-/home/mira/app}"')],
  ])("%s", (_, text) => {
    expect(find(text)).toEqual([]);
  });

  test("where a session that has taken an entry works", () => {
    const text =
      "# Board\n\n## Session 1\n\n- **Status:** CLAIMED\n- **Claimed By:** s1\n- **Directory:** `/home/tom/app`\n\n## Session 2\n\n- **Status:** UNCLAIMED\n";
    expect(run("machine-path", [{ path: "STATUS.md", text }])).toEqual([]);
  });

  test("an archive", () => {
    expect(run("machine-path", [{ ...prompt("Read /home/mira/plan.md"), path: "archive/PROMPT.md" }])).toEqual([]);
  });
});
