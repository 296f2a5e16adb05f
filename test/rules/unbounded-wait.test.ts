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

/* What bounds a loop and what does not, each in one thing. */
describe("a loop, by one thing in it", () => {
  const waits = (body: string) => `while true; do\n  ${body}\n  sleep 5\ndone`;
  test.each<[string, number]>([
    [waits("timeout  60 git pull"), 0],
    [waits("timeout -k 5 60 git pull"), 0],
    [waits("timeout -s  KILL 60 git pull"), 1],
    [waits("timeout --foreground  60 git pull"), 0],
    [waits("timeout 60 git pull"), 0],
    [waits("timeout git pull"), 1],
    [waits("echo timeout"), 1],
    [waits("echo timeout60"), 1],
    [waits("timeouts 60"), 1],
    [waits('[ "$SECONDS" ]'), 0],
    [waits("echo $MYSECONDS"), 1],
    [waits('[ "$deadline" ]'), 0],
    [waits("echo deadlines"), 1],
    [waits("true # deadline"), 1],
    [waits("true;# deadline"), 1],
    [waits("#deadline"), 1],
    [waits("echo a#deadline"), 0],
    [`deadline=5\n${waits("true")}`, 1],
    ["timeout 60 true\nwhile true; do sleep 5; done", 1],
    ["while true; do sleep 5; done\ntimeout 60 true", 1],
    ['x=$(timeout 60 bash -c "$(while true; do sleep 5; done)")', 0],
    ["while [ $n -ne 5 ]; do sleep 5; done", 0],
    ["while [ $n -eq 5 ]; do sleep 5; done", 0],
    ["while [ $n -gt 5 ]; do sleep 5; done", 0],
    ["while [ $n -ge 5 ]; do sleep 5; done", 0],
    ["while [ $n -le 5 ]; do sleep 5; done", 0],
    ["while [ -f x-lt ]; do sleep 5; done", 1],
    ["while [ $n = 5 ]; do sleep 5; done", 1],
    ["while (( n )); do sleep 5; done", 1],
    ["while [ a \\< b ]; do sleep 5; done", 1],
    ["until [ -f a ]; do (( n < 5 )); sleep 5; done", 1],
    ["while getopts a: x; do sleep 5; done", 0],
    ["while IFS= read -r x; do sleep 5; done", 0],
    ["while true && read x; do sleep 5; done", 0],
    ["for ((;;)); do sleep 5; done", 1],
    ["for ((i = 0; i < 3; i++)); do sleep 5; done", 0],
    ["for ((;;))\ndo   sleep 5; done", 1],
    ["{ while true; do sleep 5; done; } &", 0],
    ["make &\nwhile true; do sleep 5; done", 1],
    ["while true; do sleep 5; done\nmake &", 1],
    ["while true; do make & sleep 5; done", 1],
    ["until $TOOL; do sleep 5; done", 1],
    ["until git $VERB; do true; done", 0],
    ["until git; do true; done", 0],
    ["until ls push; do true; done", 0],
  ])("%j", (script, count) => {
    expect(inScript(script)).toHaveLength(count);
  });

  const counted = (change: string, leave = "[ $n -gt 5 ] && break") => `while true; do\n  ${change}\n  ${leave}\n  sleep 5\ndone`;
  test.each<[string, number]>([
    ...[
      "((count++))",
      "(( count++ ))",
      "(( count ++ ))",
      "((count--))",
      "((count+=1))",
      "((count-=1))",
      "((count=count+1))",
      "((++count))",
      "(( --count ))",
      "let count+=1",
      "let  count++",
      'let "count+=1"',
      "count=$((count+1))",
      "count=$(expr $count + 1)",
      "count+=1",
      "echo $((count++))",
      "echo $((  ++count))",
    ].map((change): [string, number] => [counted(change), 0]),
    ...["echo count++", "outlet x", "echo $((count))", "count=1", "(( count ))"].map((change): [string, number] => [counted(change), 1]),
    ...[
      "(( n > 5 )) && break",
      "(( n < 5 )) || exit 1",
      "(( n == 5 )) && return",
      "[ $n -le 5 ] || exec true",
      "[ $n -eq 5 ] && break",
      "[ $n -lt 5 ] || break",
      "[ $n = 5 ] && break",
      '[ "$n" == "5" ] && break',
    ].map((leave): [string, number] => [counted("count+=1", leave), 0]),
    ...["(( n )) && break", "[ $n -gt 5 ] && echo late", "[ $? -ne 0 ] && break", "[ $n = x ] && break", "[ -f x-gt ] && break"].map(
      (leave): [string, number] => [counted("count+=1", leave), 1],
    ),
  ])("with a counter: %j", (script, count) => {
    expect(inScript(script)).toHaveLength(count);
  });
});

describe("a script that starts itself again", () => {
  test.each<[string, number]>([
    ['exec "$0"', 1],
    ["exec '$0'", 1],
    ["exec ${0}", 1],
    ['sh "$0"', 1],
    ['bash "$0" again', 1],
    ['bash -x "$0"', 1],
    ['bash -x -e "$0"', 0],
    ['source "$0"', 1],
    ['. "${BASH_SOURCE[0]}"', 1],
    ['. "$BASH_SOURCE"', 1],
    ['. "$BASH_SOURCES"', 0],
    ['. "x$0"', 0],
    ['echo "$0"', 0],
    ["exec make", 0],
    ["exec", 0],
    ['# ❌ WRONG\nexec "$0"', 0],
    ['[ $n -lt 3 ] && exec "$0"', 0],
    ['if [ $? -ne 0 ]; then exec "$0"; fi', 1],
  ])("%j", (script, count) => {
    expect(inScript(script)).toHaveLength(count);
  });
});

describe("a comment in place of the retry", () => {
  test.each<[string, number]>([
    ...[
      "Go back to step 2",
      "going back to the start",
      "jump back to the top",
      "Return back to the beginning",
      "loop back to step 1",
      "Repeat from step 1",
      "start again from the top",
      "Restart from the beginning",
      "back to step 3",
      "Retry",
      "re-try",
      "then retry",
      "Try again",
      "check again",
      "recheck",
      "re-check it",
      "check again here",
      "retry now",
    ].map((text): [string, number] => [`sleep 60\n# ${text}`, 1]),
    ...["Go on", "Retry is off", "try the step again", "back to work"].map((text): [string, number] => [`sleep 60\n# ${text}`, 0]),
    ["# Retry\nsleep 60", 0],
    ["make\n# Retry", 0],
    ["sleep 60\n# Retry, 3 times at most", 0],
    ["for i in 1 2; do\n  sleep 60\n  # Retry\ndone", 0],
    ["for i in 1 2; do make; done\nsleep 60\n# Retry", 1],
    ["sleep 60\n# Retry\nfor i in 1 2; do make; done", 1],
  ])("%j", (script, count) => {
    expect(inScript(script)).toHaveLength(count);
  });
});

test("takes the place of the condition into the body, with the marks around it", () => {
  const quoted = "> ```bash\n> until git push\n> do\n>   git pull --rebase\n>   sleep 5\n> done\n> ```";
  const listed = "- Do:\n\n  ```bash\n  until git push; do\n    git pull --rebase\n  done\n  ```";
  const inline = "```bash\nuntil git push; do git pull --rebase; done\n```";
  expect([quoted, listed, inline].map((text) => inProse(text).length)).toEqual([1, 1, 1]);
});

describe("prose, by what stands around it", () => {
  const WAIT = "If nothing is free, wait until something is free.";
  const limit = "After 3 attempts, stop.";
  const other = "Go on.";
  test.each<[string, number]>([
    [`${limit}\n\n${WAIT}`, 0],
    [`${limit}\n\n${other}\n\n${WAIT}`, 0],
    [`${limit}\n\n${other}\n\n${other}\n\n${WAIT}`, 1],
    [`${WAIT}\n\n${other}\n\n${other}\n\n${other}\n\n${limit}`, 0],
    [`${WAIT}\n\n${other}\n\n${other}\n\n${other}\n\n${other}\n\n${limit}`, 1],
    [`${WAIT}\n\n## Next\n\n${limit}`, 1],
    [`${limit}\n\n## Next\n\n${WAIT}`, 1],
    ...[
      "Monitoring",
      "How to monitor",
      "Troubleshooting",
      "For humans",
      "For the human",
      "For a human",
      "For the user",
      "For operators",
      "For the operator",
      "FAQ",
      "Lessons",
      "What went wrong",
    ].map((title): [string, number] => [`## ${title}\n\n${WAIT}`, title === "For the operator" ? 1 : 0]),
    [`## Work\n\n${WAIT}`, 1],
    [`## Monitoring\n\n### Now\n\n${WAIT}`, 0],
    [`# Monitoring\n\n${other}\n\n# Work\n\n${WAIT}`, 1],
    ["The orchestrator can wait until something is free.", 0],
    ["An operator has to wait until something is free.", 0],
    ["| Session | Now |\n|---|---|\n| 6 | standby until told |", 0],
    ["| Session | Now |\n|---|---|\n| 6 | then standby |", 1],
  ])("%j", (text, count) => {
    expect(inProse(text).length).toBe(count);
  });
});
