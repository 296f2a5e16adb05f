import { describe, expect, test } from "vitest";
import { tellAll } from "./tell-together.ts";

/* Loops, waits and retries that differ in one thing each. `vitest -u` rewrites the snapshots: read the diff. */

const PROMPT = "You are one of four sessions that work in parallel.\n\n";
const told = (text: string) => tellAll(["unbounded-wait", "unhandled-conflict"], [{ path: "PROMPT.md", text: `${PROMPT}${text}\n` }]);
const fence = (script: string) => `\`\`\`bash\n${script}\n\`\`\``;

describe("loops", () => {
  test.each([
    "while true; do git pull; sleep 30; done",
    "while :; do\n  [ -f a ] && break\n  sleep 30\ndone",
    "while sleep 30; do git pull; done",
    "while true; do make; done",
    "while true; do wait; done",
    "while true; do inotifywait .; done",
    "while ! [ -f a ]; do sleep 5; done",
    "until [ -f a ] || [ -f b ]; do sleep 5; done",
    "until [ -f a ]; do sleep 5; done &",
    "until [ -f a ] & do sleep 5; done",
    "until [ -f a ]; [ -f b ]; do sleep 5; done",
    "until [ -f a ] ||\n  [ -f b ]; do sleep 5; done",
    "until grep -q a b; do sleep 5; done",
    ...["push", "pull", "fetch", "clone a", "commit -m a", "merge a", "rebase a", "status", "diff --quiet"].map(
      (verb) => `until git ${verb}; do sleep 5; done`,
    ),
    ...["curl a", "wget a", "ssh a", "npm ci", "make", "docker ps", "gh pr checks", "mkdir a", "flock a", "ln -s a b", "ls a", "$TOOL a"].map(
      (command) => `until ${command}; do sleep 5; done`,
    ),
    "while git push; do make; done",
    "until git push; do git pull --rebase; done",
    "for ((;;)); do sleep 5; done",
    "for ((;;))\ndo sleep 5; done",
    "for ((i = 0; i < 5; i++)); do sleep 5; done",
    "for i in 1 2 3; do sleep 5; done",
    "while true; do sleep 5; done # at most 5 times",
    "SECONDS=0\nwhile true; do [ $SECONDS -gt 60 ] && break; sleep 5; done",
    "while [ $EPOCHSECONDS -lt $end ]; do sleep 5; done",
    "while true; do [ $(date +%s) -gt $deadline ] && exit 1; sleep 5; done",
    "while true; do timeout 60 git pull; sleep 5; done",
    "while true; do timeout -k 5 60 git pull; sleep 5; done",
    "while true; do timeout --help; sleep 5; done",
    "timeout 60 bash -c 'while true; do sleep 5; done'",
    "timeout 60 sleep 1\nwhile true; do sleep 5; done",
    "n=0\nwhile [ $n -lt 5 ]; do sleep 5; done",
    "n=0\nwhile (( n < 5 )); do sleep 5; done",
    "n=5\nwhile (( n-- )); do sleep 5; done",
    "while (( 1 )); do sleep 5; done",
    ...["n=$((n + 1))", "((n++))", "((++n))", "(( n += 1 ))", "let n+=1", "n=$(expr $n + 1)", "n+=1", ": $((n++))", "(( n == 1 ))", "echo $n"].flatMap(
      (change) =>
        ["[ $n -gt 5 ] && break", "(( n > 5 )) && exit 1", "[ $n = 5 ] && break", "[ $n -gt 5 ] && echo late"].map(
          (leave) => `while true; do\n  ${change}\n  ${leave}\n  sleep 5\ndone`,
        ),
    ),
    "while true; do\n  sleep 5 # ((n++)) -gt break\ndone",
    'make || exec bash "$0"',
    "make || exec $0",
    'make || bash "${BASH_SOURCE[0]}"',
    'n=$((n + 1))\n[ $n -gt 5 ] && exit 1\nmake || exec "$0"',
    "make || source a",
    "sleep 300\n# go back to STEP 2",
    "sleep 300\n# Retry",
    "sleep 300\n# then check again",
    "sleep 300\n# Retry, 5 times at most",
    "# go back to STEP 2\nsleep 300",
    "sleep 300\n# go on",
    "while true; do\n  sleep 300\n  # Retry\n  [ $n -gt 5 ] && break\ndone",
    "if ! git push; then\n  sleep 30\n  # Retry\nfi",
    "if ! git push; then\n  sleep 30\n  # Retry\nfi\nmake",
    "if ! git push; then\n  sleep 30\n  # Retry\n  make\nfi",
    "if ! git push; then\n  sleep 30\n  # Retry\nelse\n  make\nfi",
    "if ! git push; then\n  # Retry\n  sleep 30\nfi",
    "if ! git push; then\n  # Retry\n  make\nfi",
    "for i in 1 2; do\n  if ! git push; then\n    sleep 30\n    # Retry\n  fi\ndone",
    "f() {\n  if ! git push; then\n    sleep 30\n    # check again\n  fi\n}\nf",
  ])("%j", (script) => {
    expect(told(fence(script))).toMatchSnapshot();
  });
});

describe("in prose", () => {
  test.each([
    "Wait until the board is free.",
    "Wait until the board is free, 10 minutes at most.",
    "Wait until the board is free. After 10 minutes, stop.",
    "## Wait until the board is free",
    "❌ Do not wait until the board is free.",
    "❌ WRONG: Wait until the board is free.",
    "A human waits until the board is free.",
    "## Monitoring\n\nPoll the board every 60 seconds.",
    "## Steps\n\nPoll the board every 60 seconds.",
    `Poll the board every 60 seconds:\n\n${fence("while true; do git pull; sleep 60; done")}`,
    `Poll the board every 60 seconds:\n\nAs follows.\n\nSo:\n\n${fence("while true; do git pull; sleep 60; done")}`,
    "| State | Meaning |\n|---|---|\n| Standby | nobody works |\n| wait until all are done | x |",
    "All sessions that have done what they were told to do in the long list of steps that stands above this one, report status and wait for further instructions",
    "First do this; then do that: then wait for further instructions, and report to whoever asks for it in the end of the day",
    "1. Do it.\n2. Keep polling the board.\n3. Stop after 5 rounds.",
    "If nothing is left, check again every minute forever.",
    "Standby for new tasks.",
  ])("%j", (text) => {
    expect(told(text)).toMatchSnapshot();
  });
});
