import { describe, expect, test } from "vitest";
import { at, bashPrompt } from "../helpers.ts";
import { run } from "./run.ts";

const inScript = (script: string, options?: object) => run("unbounded-wait", [bashPrompt(script)], options && { options });
const inProse = (text: string) => run("unbounded-wait", [{ path: "prompt.md", text: `You are one of several agents that work in parallel.\n\n${text}\n` }]);

describe("reports a loop", () => {
  test.each([
    ["with the no-op condition", "while :; do sleep 5; done"],
    ["until false", "until false; do sleep 5; done"],
    ["that ends only when the awaited thing comes", "while true; do git pull; [ -f done.md ] && break; sleep 60; done"],
    ["that looks at a file", "until [ -f done.md ]; do sleep 5; done"],
    ["in a function", "poll() { while true; do sleep 5; done; }"],
    ["in a command substitution", 'out="$(while true; do sleep 5; done)"'],
    ["without end in C style", "for ((;;)); do sleep 1; done"],
    ["that tries until it succeeds", "until git push; do git pull --rebase; done"],
    ["whose comment speaks of seconds", "while true; do\n  sleep 30 # 30 seconds\ndone"],
    ["that counts and never compares", "while true; do n=$((n+1)); sleep 5; done"],
    ["by starting itself again", 'git push || exec bash "$0"'],
    ["by a comment", "git pull\nsleep 300\n# Then go back to STEP 2"],
  ])("%s", (_, script) => {
    expect(inScript(script)).toHaveLength(1);
  });

  test("for each wait command of the options", () => {
    expect(inScript("while true; do nc -l 80; done", { waitCommands: ["nc"] })).toHaveLength(1);
  });
});

describe("accepts a loop", () => {
  test.each([
    ["over a list", "for i in {1..30}; do [ -f done.md ] && break; sleep 5; done"],
    ["with a counter in the condition", "while [ $n -lt 30 ]; do n=$((n+1)); sleep 5; done"],
    ["with a counter in the body", "while true; do n=$((n+1)); [ $n -ge 30 ] && break; sleep 5; done"],
    ["with an arithmetic counter", "while true; do (( ++n > 30 )) && exit 1; sleep 5; done"],
    ["with a clock", "while [ -f lock ]; do (( SECONDS > 600 )) && exit 1; sleep 5; done"],
    ["under timeout", "timeout 600 bash -c 'until [ -f x ]; do sleep 5; done'"],
    ["that does not wait", "while true; do make; done"],
    ["that reads lines", 'while read -r line; do sleep 1; echo "$line"; done < list'],
    ["in the background", "while true; do date > beat; sleep 60; done &"],
    ["labelled as the wrong way", "# ❌ WRONG\nwhile true; do sleep 5; done"],
  ])("%s", (_, script) => {
    expect(inScript(script)).toEqual([]);
  });
});

describe("reports prose", () => {
  test.each([
    ["Else report status and wait", "prompt.md:3:1"],
    ["If no work is available: wait.", "prompt.md:3:26"],
    ["- Stand by", "prompt.md:3:3"],
    ["# What comes for you\n\n- Wait for the next assignment", "prompt.md:5:3"],
    ["1. Wait for further instructions", "prompt.md:3:4"],
    ["Wait for **Session 3** to finish.", "prompt.md:3:1"],
    ["2. Poll the board every 30 seconds for completion", "prompt.md:3:4"],
    ["If the push fails, retry until it succeeds", "prompt.md:3:1"],
    ["If not, wait for 10 seconds and check again", "prompt.md:3:1"],
    ["If nothing is free, wait 30m, then re-check", "prompt.md:3:1"],
    ["If nothing is free, wait until something is free.", "prompt.md:3:1"],
    ["Wait for an entry to become available", "prompt.md:3:1"],
  ])("%s", (text, place) => {
    expect(inProse(text).map(at)).toEqual([place]);
  });
});

describe("accepts prose", () => {
  test.each([
    ["If none is free, wait 30 minutes and check again\n\nAfter 3 retries, write to BLOCKERS.md"],
    ["Wait 10 seconds and check again, at most 5 times"],
    ["Wait 10 seconds and start the server"],
    ["Else wait 10 minutes, 3 times at most, then stop."],
    ["Else report status and wait\n\nAfter 3 attempts write to BLOCKERS.md."],
    ["Do not report status and wait"],
    ["You need not memorize steps or\nwait for instructions"],
    ["- ❌ DON'T sit and wait"],
    ["Wait for the user to confirm"],
    ["If nothing is free, wait until something is free, 30 minutes at most."],
    ["Wait until one is free, at most 5 times"],
    ["Wait until the port is free"],
    ["Do not wait until something is free"],
    ["Wait for CI to pass"],
    ["Wait for the session to start"],
    ["Commit every 30 minutes"],
    ["## Monitoring\n\n- Check the board every 5 minutes for progress"],
    ["Zero wait time"],
    ["WAIT! First check whether the other sessions are done"],
    ["| Session | Now |\n|---|---|\n| 6 | Standby |"],
    ["They'll set themselves up and wait for instructions"],
    ["Poll every 60 seconds for the file:\n\n```bash\nfor n in {1..30}; do [ -f go.md ] && break; sleep 60; done\n```"],
  ])("%s", (text) => {
    expect(inProse(text)).toEqual([]);
  });

  test("of a board, which tells what is and not what to do", () => {
    const board =
      "# Status\n\n### Session 1\n- Status: COMPLETE\n- Claimed By: a\n\n### Session 2\n- Status: BLOCKED\n- Claimed By: b\n\n- Poll the board every 30 seconds for the next phase\n";
    expect(run("unbounded-wait", [{ path: "STATUS.md", text: board }])).toEqual([]);
  });
});

test.each([
  ["Report status and wait", "Report status and wait"],
  ["If all is done → report status and **wait**.", "report status and wait"],
  ["Poll every 30 seconds for T0.1 completion", "Poll every 30 seconds for T0.1 completion"],
  ["Wait for Sessions 2 & 3 to complete!", "Wait for Sessions 2 & 3 to complete"],
])("quotes %j as its place has it", (text, quoted) => {
  const [finding] = inProse(text);
  expect(finding?.message).toContain(`«${quoted}»`);
  const line = `${text}\n`;
  const { start, end } = finding!.place;
  expect(line.slice(start.column - 1, end.column - 1).replaceAll("*", "")).toBe(quoted);
});

test("reports a wait once where prose introduces the loop", () => {
  const text = "3. Poll every 60 seconds for the file:\n   ```bash\n   while true; do [ -f go.md ] && break; sleep 60; done\n   ```";
  expect(inProse(text).map(at)).toEqual(["prompt.md:5:4"]);
});

test("words the message and the suggestion", () => {
  const [finding] = inScript("while true; do sleep 60; done");
  expect(finding).toMatchObject({
    message: "`while true` waits with `sleep` and nothing limits it: expected a number of attempts or a time after which it gives up",
    suggestions: [{ title: "Try 30 times, then go on", edits: [{ text: "for attempt in {1..30}" }] }],
  });
});
