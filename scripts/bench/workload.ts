import { createRandom, type Random } from "../fuzz/random.ts";
import { writeBlockers, writeBoard } from "./board.ts";
import { sentence, writePiece } from "./prose.ts";
import { FIRST_STEPS, LAST_STEPS, MIDDLE_STEPS, type Setting } from "./shell-blocks.ts";
import { createTeam, TEAM_SIZE, type Team } from "./team.ts";

/** A file of the workspace that all tools are given. */
export interface WorkloadFile {
  path: string;
  text: string;
  /** Of a prompt, its bash blocks, for a tool that reads nothing but scripts. */
  scripts: readonly string[];
}

/** Of a prompt, in bytes: about what prompts that set sessions to work have. */
const PROMPT_SIZE = 11_000;
/** Bash blocks of a prompt: four that begin, two that end, and as many between. */
const MIDDLE_COUNT = { least: 3, most: 6 };

/**
 * A workspace with this many prompts, and a board and a file for blockers for each team of them.
 * A prompt is the same whatever their number: more prompts only add teams.
 */
export function* writeWorkload({ prompts, seed }: { prompts: number; seed: number }): Generator<WorkloadFile> {
  for (let first = 0; first < prompts; first += TEAM_SIZE) {
    const number = first / TEAM_SIZE;
    const random = createRandom(Math.imul(seed, 0x9e3779b1) + number);
    const team = createTeam(number, random);
    yield { path: `${team.folder}/SESSION-STATUS.md`, text: writeBoard(team), scripts: [] };
    yield { path: `${team.folder}/BLOCKERS.md`, text: writeBlockers(team), scripts: [] };
    for (let index = 0; index < Math.min(TEAM_SIZE, prompts - first); index++) yield writePrompt(team, index, random);
  }
}

function writePrompt(team: Team, index: number, random: Random): WorkloadFile {
  const session = team.sessions[index]!;
  const board = `${team.folder}/SESSION-STATUS.md`;
  const setting: Setting = { team, session, board, random };
  const middle = shuffle(MIDDLE_STEPS, random).slice(0, MIDDLE_COUNT.least + random.below(MIDDLE_COUNT.most - MIDDLE_COUNT.least + 1));
  const steps = [...FIRST_STEPS, ...middle, ...LAST_STEPS].map((step) => step(setting));

  const parts = writeOpening(setting);
  const closing = writeClosing(setting);
  const target = PROMPT_SIZE * (0.75 + random.below(30) / 100) - sizeOf(closing);
  const shell = sizeOf(steps.map(({ heading, script }) => heading + script));
  const prose = Math.max(0, target - sizeOf(parts) - shell);
  let written = 0;
  for (const [position, { heading, script }] of steps.entries()) {
    parts.push(`### ${position + 1}. ${heading}`, sentence(random));
    // Text and scripts take turns, so that the prompt reads as one that a person wrote.
    for (const due = (prose * (position + 1)) / steps.length; written < due;) {
      const piece = writePiece(random);
      parts.push(piece);
      written += piece.length;
    }
    parts.push(`\`\`\`bash\n${script}\n\`\`\``);
  }
  const name = `PROMPT-${String(session.number).padStart(2, "0")}-${session.topic.replaceAll(" ", "-")}.md`;
  return { path: `${team.folder}/${name}`, text: `${[...parts, ...closing].join("\n\n")}\n`, scripts: steps.map(({ script }) => script) };
}

function writeOpening({ team, session, board, random }: Setting): string[] {
  const { topic, repository, output, number } = session;
  const role = random.pick([
    `You are one of ${team.sessions.length} sessions that work on ${team.project} at the same time. Nobody watches you: what you do not write down is lost.`,
    `You are an autonomous session of the team ${team.project}. Follow the steps below in their order, and do not ask for permission.`,
    `Copy everything below into a new session. It finds its work on the board, claims it and delivers it by itself.`,
  ]);
  const place = random.pick([
    `The status file is \`${board}\` on the branch \`coordination\`.`,
    `Who does what stands in [SESSION-STATUS.md](SESSION-STATUS.md); pull it before you read it.`,
    `All sessions meet on one board, \`${board}\`.`,
  ]);
  return [
    `# ${topic[0]!.toUpperCase()}${topic.slice(1)}: prompt of session ${number}`,
    `${role} ${place}`,
    "## What this is about",
    [sentence(random), sentence(random), sentence(random)].join(" "),
    `- Repository: \`${repository}\`\n- Output file: \`${output}\`\n- Time: about ${30 + random.below(200)} minutes`,
    "## Steps",
  ];
}

/** What a prompt says about the end, trouble and time; each one leaves some of it out. */
function writeClosing({ board, random }: Setting): string[] {
  const minutes = 20 + random.below(100);
  const sections = [
    [
      "## When there is no work",
      `If nothing on the board is free, write one line into \`BLOCKERS.md\` and look again after ${minutes} minutes, three times at most; then stop.`,
    ],
    ["## When all is complete", "When every session is COMPLETE, write `ALL SESSIONS COMPLETE` at the end of the board, push it and stop."],
    [
      "## How long it takes",
      `| Step | Minutes |\n| --- | --- |\n| claim | ${1 + random.below(5)} |\n| work | ${minutes} |\n| report | ${5 + random.below(20)} |`,
    ],
    ["## How to watch", `The person who started this reads \`${board}\` every ${minutes} minutes, and the log of the branch.`],
    [
      "## When something fails",
      "Try it again twice. If it still fails, set your entry to BLOCKED, write the command and its output into `BLOCKERS.md`, push both and stop.",
    ],
  ];
  return [...sections.filter(() => !random.once(3)).flat(), "## Last of all", `${sentence(random)} ${sentence(random)}`];
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}

function sizeOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + 2, 0);
}
