import type { Random } from "../fuzz/random.ts";
import type { Session, Team } from "./team.ts";
import { FOLDERS, SUFFIXES, THINGS } from "./words.ts";

/** What the scripts of one prompt have to agree on. */
export interface Setting {
  team: Team;
  session: Session;
  board: string;
  random: Random;
}

/** A step with a script: its heading, and lines of bash. */
interface ShellStep {
  heading: string;
  script: string;
}

/** The steps that every prompt has, before, and after, its work. */
export const FIRST_STEPS = [prepare, findWork, claim, readAssignment];
export const LAST_STEPS = [checkOutput, complete];
/** Of these a prompt has some. */
export const MIDDLE_STEPS = [
  verifyClaim,
  checkRepository,
  waitForPeer,
  survey,
  loopOverFiles,
  runTests,
  heartbeat,
  saveProgress,
  writeReport,
  countLeft,
  cleanUp,
];

function prepare({ random, board }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `set -euo pipefail\ncd "$(git rev-parse --show-toplevel)"\ngit checkout coordination || { echo "BLOCKED: no branch coordination" >> BLOCKERS.md; exit 1; }\ngit pull --ff-only origin coordination || exit 1\ntest -s ${board} || { echo "No board at ${board}" >&2; exit 1; }`,
      `for attempt in 1 2 3; do\n  git pull --ff-only origin coordination && break\n  sleep $((attempt * ${2 + random.below(20)}))\ndone\ntest -f ${board} || { echo "BLOCKED: cannot read ${board}" | tee -a BLOCKERS.md; exit 1; }`,
    ],
    bad: [
      `git fetch origin\ngit checkout coordination\ngit pull origin coordination\nls -l ${board}`,
      `cd ~/${random.pick(["work", "code", "projects"])}/checkout\ngit pull --rebase origin coordination\nif [ $? -ne 0 ]; then\n  echo "pull failed"\nfi\ncat ${board} | head -${20 + random.below(60)}`,
    ],
  });
  return { heading: random.pick(["Get the latest board", "Prepare the checkout", "Bring the branch up to date", "Start from a fresh copy"]), script };
}

function findWork({ random, board, team }: Setting): ShellStep {
  const pattern = freePattern(team, random);
  const script = choose(random, {
    good: [
      `BOARD=${board}\nLINE=$(grep -n '${pattern}' "$BOARD" | head -1 | cut -d: -f1)\nif [ -z "$LINE" ]; then\n  echo "$(date -u +%FT%TZ) no work left for $(whoami)" >> BLOCKERS.md\n  exit 0\nfi\necho "line $LINE is free"`,
      `grep -n -B4 "${pattern}" ${board} | head -40\nNEXT=$(awk '/${pattern.replaceAll("|", "\\|")}/ { print NR; exit }' ${board})\n[ -n "$NEXT" ] || { echo "all sessions are taken"; exit 0; }\nsed -n "$((NEXT - 3)),$((NEXT + 5))p" ${board}`,
    ],
    bad: [
      `FREE=$(grep -c "${pattern}" ${board})\nif [ "$FREE" -eq 0 ]; then\n  echo "Nothing to do"\nfi\nLINE=$(grep -n "${pattern}" ${board} | head -n 1 | cut -d: -f1)`,
    ],
  });
  return { heading: random.pick(["Look for free work", "Find a session that nobody has", "Pick the next entry", "Choose what to do"]), script };
}

function claim({ random, board, team, session }: Setting): ShellStep {
  const pattern = freePattern(team, random);
  const taken = pattern.replace("UNCLAIMED", "CLAIMED").replaceAll("\\", "");
  const script = choose(random, {
    good: [
      `BOARD=${board}\nME="session-$(hostname)-$$"\nfor attempt in 1 2 3 4 5; do\n  git pull --rebase origin coordination || exit 1\n  LINE=$(grep -n '${pattern}' "$BOARD" | head -1 | cut -d: -f1)\n  [ -n "$LINE" ] || { echo "no work left" >> BLOCKERS.md; exit 0; }\n  sed -i "\${LINE}s/UNCLAIMED/CLAIMED by $ME/" "$BOARD" || exit 1\n  git commit -qm "claim line $LINE by $ME" -- "$BOARD" || exit 1\n  git push origin coordination && break\n  git reset -q --hard origin/coordination || exit 1\ndone\ngrep -q "CLAIMED by $ME" "$BOARD" || { echo "BLOCKED: no claim went through" >> BLOCKERS.md; exit 1; }`,
    ],
    bad: [
      `sed -i '0,/${pattern}/s//${taken}/' ${board}\ngit add ${board}\ngit commit -m "Claim session ${session.number}"\ngit push origin coordination`,
      `CLAIM="CLAIMED-$(date +%s)"\nsed -i "\${LINE}s/UNCLAIMED/$CLAIM/" ${board}\ngit add ${board} && git commit -m "claim: $CLAIM" && git push\nif [ $? -ne 0 ]; then\n  echo "Somebody was faster"\n  git pull --rebase\nfi`,
      `sed -i "s/${pattern}/${taken}/" ${board}\ngit commit -am "claim ${session.topic}" && git push || echo "could not push"`,
    ],
  });
  return { heading: random.pick(["Claim it", "Claim it, all in one go", "Put your name on the entry", "Take the session"]), script };
}

function readAssignment({ random, board, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `BOARD=${board}\nENTRY=$(grep -n 'Session ${session.number}\\b' "$BOARD" | head -1 | cut -d: -f1)\nREPOSITORY=$(sed -n "\${ENTRY},/^##/p" "$BOARD" | grep 'Repository:' | head -1 | cut -d: -f2 | tr -d ' *\`')\nOUTPUT=$(sed -n "\${ENTRY},/^##/p" "$BOARD" | grep 'Output File:' | head -1 | cut -d: -f2 | tr -d ' *\`')\nprintf 'repository %s, output %s\\n' "$REPOSITORY" "$OUTPUT"`,
      `awk -F'|' -v n=${session.number} '$2 ~ n { gsub(/ /, "", $5); print $5 }' ${board}\nmkdir -p "$(dirname ${session.output})" || exit 1`,
    ],
    bad: [`OUTPUT=$(sed -n "\${LINE},/^##/p" ${board} | grep "Output File:" | cut -d: -f2)\necho "Writing to $OUTPUT"`],
  });
  return { heading: random.pick(["Read the assignment", "See what the entry asks for", "Learn the output file"]), script };
}

function verifyClaim({ random, board }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `git fetch -q origin || exit 1\ngit show origin/coordination:${board} | grep -q "CLAIMED by $ME" || {\n  echo "The claim belongs to somebody else, going back to step 2" >> BLOCKERS.md\n  exit 1\n}`,
      `OWNER=$(git log -1 --format=%an -- ${board})\nif [[ "$OWNER" != "$(git config user.name)" ]]; then\n  echo "claimed by $OWNER" >&2\n  exit 1\nfi`,
    ],
    bad: [`git pull\ngrep "CLAIMED" ${board} | head -5`],
  });
  return { heading: random.pick(["Make sure that the claim is yours", "Look whose claim it is", "Verify the claim"]), script };
}

function checkRepository({ random, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `WANTED=${session.repository}\nHERE=$(git remote get-url origin) || exit 1\ncase "$HERE" in\n  *"$WANTED"*) echo "right repository" ;;\n  *)\n    cd "../\${WANTED##*/}" || { echo "BLOCKED: $WANTED is not checked out" >> BLOCKERS.md; exit 1; }\n    git remote get-url origin | grep -q "$WANTED" || exit 1\n    ;;\nesac`,
    ],
    bad: [
      `THIS=$(git remote get-url origin)\nif [[ ! "$THIS" =~ "${session.repository}" ]]; then\n  echo "Wrong repository: $THIS"\nfi`,
      `git remote -v | grep ${session.repository}\ngit status --short | wc -l`,
    ],
  });
  return { heading: random.pick(["Check the repository", "Be in the right place", "Switch when the entry says so"]), script };
}

function waitForPeer({ random, board, session }: Setting): ShellStep {
  const peer = session.dependsOn ?? 1 + random.below(session.number);
  const script = choose(random, {
    good: [
      `for attempt in $(seq 1 ${10 + random.below(40)}); do\n  git pull -q --ff-only || echo "pull $attempt failed" >&2\n  grep -A6 'Session ${peer}\\b' ${board} | grep -q COMPLETE && break\n  sleep ${30 + random.below(200)}\ndone\ngrep -A6 'Session ${peer}\\b' ${board} | grep -q COMPLETE || {\n  echo "BLOCKED: session ${peer} is not complete" >> BLOCKERS.md\n  exit 1\n}`,
    ],
    bad: [
      `while ! grep -A6 "Session ${peer}" ${board} | grep -q COMPLETE; do\n  git pull --quiet\n  sleep ${30 + random.below(200)}\ndone`,
      `until [ -f reports/done-${peer} ]; do\n  sleep ${10 + random.below(90)}\n  git pull -q\ndone\necho "session ${peer} has delivered"`,
    ],
  });
  return { heading: `Wait for session ${peer}`, script };
}

function survey({ random }: Setting): ShellStep {
  const folder = random.pick(FOLDERS);
  const suffix = random.pick(SUFFIXES);
  const word = random.pick(THINGS).replaceAll(" ", "_");
  const script = choose(random, {
    good: [
      `grep -rn --include='*.${suffix}' '${word}' ${folder} | tee /tmp/${word}.txt | wc -l\nsort -t: -k1,1 -u /tmp/${word}.txt | cut -d: -f1 | head -${10 + random.below(40)}`,
      `find ${folder} -name '*.${suffix}' -newermt '${1 + random.below(28)} days ago' -print0 | xargs -0 -r grep -l '${word}'\ngit log --since='${1 + random.below(20)} weeks ago' --format='%h %an %s' -- ${folder} | grep -i '${word}' || echo "nobody has touched it"`,
      `git grep -c '${word}' -- '${folder}/*.${suffix}' | sort -t: -k2 -nr | head\nfind ${folder} -type f | sed 's/.*\\.//' | sort | uniq -c | sort -nr`,
    ],
    bad: [],
  });
  return { heading: random.pick(["See what there is", `Survey \`${folder}\``, `Where each ${word.replaceAll("_", " ")} comes from`]), script };
}

function loopOverFiles({ random, session }: Setting): ShellStep {
  const folder = random.pick(FOLDERS);
  const suffix = random.pick(SUFFIXES);
  const script = choose(random, {
    good: [
      `LEFT=0\nwhile IFS= read -r file; do\n  if grep -q 'TODO' "$file"; then\n    LEFT=$((LEFT + 1))\n    printf '%s\\n' "$file" >> ${session.output}\n  fi\ndone < <(git ls-files '${folder}/*.${suffix}')\necho "$LEFT files left"`,
      `shopt -s nullglob\nfor file in ${folder}/*.${suffix}; do\n  lines=$(wc -l < "$file")\n  (( lines > ${100 + random.below(600)} )) && echo "- \\\`$file\\\`: $lines lines" >> ${session.output}\ndone\ngit add ${session.output} || exit 1`,
    ],
    bad: [
      `for f in $(ls ${folder}/*.${suffix}); do\n  cp $f $f.bak\n  sed -i 's/v${1 + random.below(4)}/v${5 + random.below(4)}/g' $f\n  diff $f $f.bak > /dev/null && rm $f.bak\ndone`,
    ],
  });
  return { heading: random.pick(["Go through the files", `Each \`${suffix}\` file of \`${folder}\``, "One file after the other"]), script };
}

function runTests({ random, session }: Setting): ShellStep {
  const log = `/tmp/${session.topic.replaceAll(" ", "-")}-${random.below(1000)}.log`;
  const script = choose(random, {
    good: [
      `if ! npm test > ${log} 2>&1; then\n  tail -${10 + random.below(40)} ${log}\n  echo "BLOCKED: tests of ${session.topic} fail, see ${log}" >> BLOCKERS.md\n  exit 1\nfi`,
      `timeout ${120 + random.below(900)} make check\nSTATUS=$?\nif [ "$STATUS" -eq 124 ]; then\n  echo "the checks took too long" >> BLOCKERS.md\n  exit 1\nelif [ "$STATUS" -ne 0 ]; then\n  exit "$STATUS"\nfi`,
    ],
    bad: [
      `npm ci\nnpm test | tee ${log}\necho "Tests done"`,
      `python -m pytest -q ${random.pick(FOLDERS)} 2>/dev/null || true\ngo vet ./... && go test ./... -count=1`,
    ],
  });
  return { heading: random.pick(["Run the tests", "Check that nothing broke", "Tests"]), script };
}

function heartbeat({ random, board, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `NOW=$(date -u +%FT%TZ)\nENTRY=$(grep -n 'Session ${session.number}\\b' ${board} | head -1 | cut -d: -f1)\nsed -i "\${ENTRY},/^##/s/Last Heartbeat:.*/Last Heartbeat:** $NOW/" ${board} || exit 1\ngit commit -qm "heartbeat of session ${session.number}" -- ${board} || exit 1\ngit push -q origin coordination || { git pull -q --rebase origin coordination && git push -q origin coordination; } || exit 1`,
    ],
    bad: [`echo "- $(date -u +%H:%M) session ${session.number}: still at ${session.topic}" >> ${board}\ngit add -A\ngit commit -m "heartbeat"\ngit push`],
  });
  return { heading: random.pick(["Give a sign of life", `Heartbeat, every ${10 + random.below(30)} minutes`]), script };
}

function saveProgress({ random, board, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `git add ${session.output} ${board} || exit 1\ngit diff --cached --quiet || git commit -qm "progress: ${session.topic}" || exit 1\nif ! git push -q origin HEAD; then\n  git pull -q --rebase && git push -q origin HEAD || { echo "BLOCKED: cannot push" >> BLOCKERS.md; exit 1; }\nfi`,
    ],
    bad: [
      `sed -i '/Session ${session.number}\\b/,/^##/s/CLAIMED/IN_PROGRESS/' ${board}\ngit add ${board}\ngit commit -m "session ${session.number} in progress"\ngit push origin coordination`,
      `git stash\ngit pull\ngit stash pop\ngit commit -a -m "wip [your topic here]"`,
    ],
  });
  return { heading: random.pick(["Say that you have begun", "Save what there is", "Progress"]), script };
}

function writeReport({ random, session, team }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `mkdir -p reports || exit 1\ncat > ${session.output} <<'REPORT'\n# ${session.topic} of ${team.project}\n\n## Findings\n\n## Open questions\nREPORT\ntest -s ${session.output} || exit 1`,
      `cat <<EOF >> ${session.output}\n| date | commit | result |\n|---|---|---|\n| $(date +%F) | $(git rev-parse --short HEAD) | \${RESULT:-unknown} |\nEOF`,
    ],
    bad: [`{\n  echo "# ${session.topic}"\n  echo\n  git log --oneline -${5 + random.below(20)}\n} > ${session.output}\nwc -w ${session.output}`],
  });
  return { heading: random.pick(["Write the report", "Begin the output file", "Lay out the findings"]), script };
}

function countLeft({ random, board }: Setting): ShellStep {
  const script = choose(random, {
    good: [`for state in UNCLAIMED CLAIMED IN_PROGRESS COMPLETE BLOCKED; do\n  printf '%-12s %s\\n' "$state" "$(grep -cw "$state" ${board})"\ndone`],
    bad: [
      `DONE=$(grep -c 'COMPLETE' ${board})\nALL=$(grep -c 'Session' ${board})\necho "$DONE of $ALL"\n[ "$DONE" -ge "$ALL" ] && echo "ALL SESSIONS COMPLETE" >> ${board}`,
      `watch -n ${10 + random.below(50)} "grep -E 'Status' ${board} | sort | uniq -c"`,
    ],
  });
  return { heading: random.pick(["How far all are", "Watch the progress", "Count what is left"]), script };
}

function cleanUp({ random, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `set -euo pipefail\ntrap 'rm -f /tmp/session-${session.number}.*' EXIT\ngit worktree prune\ngit branch --merged coordination | grep "session-${session.number}" | xargs -r git branch -d`,
    ],
    bad: [
      `rm -rf /tmp/work-${session.number}\ncd -\ngit checkout coordination`,
      `git clean -nd | tee /tmp/session-${session.number}.left\nif [ -s /tmp/session-${session.number}.left ]; then\n  echo "files are left over:" && cat /tmp/session-${session.number}.left\nfi`,
    ],
  });
  return { heading: random.pick(["Clean up", "Leave no trace", "Tidy the checkout"]), script };
}

function checkOutput({ random, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `if [ ! -s ${session.output} ]; then\n  echo "BLOCKED: ${session.output} is empty" >> BLOCKERS.md\n  exit 1\nfi\n[ "$(wc -w < ${session.output})" -ge ${100 + random.below(400)} ] || { echo "too short" >&2; exit 1; }`,
    ],
    bad: [`ls -la ${session.output}\ngrep -c "^## " ${session.output}`, `test -f ${session.output} && echo "ok" || echo "missing"`],
  });
  return { heading: random.pick(["Check what you deliver", "Before you finish", "Is the output whole?"]), script };
}

function complete({ random, board, session }: Setting): ShellStep {
  const script = choose(random, {
    good: [
      `BOARD=${board}\nsed -i '/Session ${session.number}\\b/,/^##/s/IN_PROGRESS/COMPLETE/' "$BOARD" || exit 1\ngit add "$BOARD" ${session.output} || exit 1\ngit commit -qm "complete session ${session.number}" || exit 1\nfor attempt in 1 2 3; do\n  git push -q origin coordination && exit 0\n  git pull -q --rebase origin coordination || break\ndone\necho "BLOCKED: session ${session.number} is complete and cannot be pushed" >> BLOCKERS.md\nexit 1`,
    ],
    bad: [
      `sed -i "\${LINE}s/CLAIMED/COMPLETE/" ${board}\ngit add ${board} ${session.output} && git commit -m "complete: ${session.topic}" && git push`,
      `sed -i 's/Status: IN PROGRESS/Status: DONE/' ${board}\ngit add .\ngit commit -m "done"\ngit push origin main --force`,
    ],
  });
  return { heading: random.pick(["Mark it as complete", "Hand it over", "Say that it is done"]), script };
}

/** Most scripts are right, as they are where somebody lints them. */
function choose(random: Random, { good, bad }: { good: readonly string[]; bad: readonly string[] }): string {
  return random.pick(bad.length > 0 && random.once(5) ? bad : good);
}

/** A basic regular expression for what a free entry of the team's board looks like, or what its writer took it for. */
function freePattern({ form }: Team, random: Random): string {
  const right = { list: "Status: UNCLAIMED", bold: "Status:\\*\\* UNCLAIMED", table: "| UNCLAIMED" }[form];
  return random.once(12) ? random.pick(["Status: UNCLAIMED", "Status:** UNCLAIMED", "status: FREE", "| UNCLAIMED"]) : right;
}
