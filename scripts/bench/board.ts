import type { Session, Team } from "./team.ts";
import { NAMES, TOPICS } from "./words.ts";

/** The status file of a team: an entry for each session, as headings with fields or as rows of a table, and what its words mean. */
export function writeBoard(team: Team): string {
  const entries =
    team.form === "table" ? writeTable(team.sessions) : team.sessions.map((session) => writeEntry(session, team.form === "bold" ? "**" : "")).join("\n");
  const repositories = [...new Set(team.sessions.map(({ repository }) => repository))].slice(0, 8);
  return [
    `# Status of the sessions of ${team.project}`,
    "This is the only file that says who does what. It lives on the branch `coordination`; pull before you read it.",
    "## Sessions",
    entries.trimEnd(),
    "## What the words mean",
    "| Status | Meaning |\n| --- | --- |\n| UNCLAIMED | nobody has it |\n| CLAIMED | a session has taken it |\n| IN_PROGRESS | a session works on it |\n| COMPLETE | delivered and pushed |\n| BLOCKED | see [BLOCKERS.md](BLOCKERS.md) |",
    "## Repositories",
    repositories.map((repository, index) => `${index + 1}. \`${repository}\`, kept by ${NAMES[(repository.length + index) % NAMES.length]}`).join("\n"),
    "## Rules",
    `- A claim without a heartbeat for two hours lapses.\n- Nobody edits the entry of another session.\n- A topic like ${TOPICS[team.project.length % TOPICS.length]} is never done twice.`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** Where blockers are told. */
export function writeBlockers(team: Team): string {
  const blocked = team.sessions.filter(({ status }) => status === "BLOCKED");
  const lines = blocked.map(({ number, topic }) => `- Session ${number}, ${topic}: waits for an answer about the ${topic}.`);
  return `# Blockers of ${team.project}\n\n${lines.length > 0 ? lines.join("\n") : "None."}\n`;
}

function writeEntry(session: Session, strong: string): string {
  const field = (name: string, value: string) => `- ${strong}${name}:${strong} ${value}\n`;
  const owner = ownerOf(session);
  return [
    `### Session ${session.number}: ${session.topic}\n\n`,
    field("Status", session.status),
    field("Claimed By", owner ?? "UNCLAIMED"),
    field("Repository", session.repository),
    field("Output File", `\`${session.output}\``),
    ...(session.dependsOn === undefined ? [] : [field("Depends On", `Session ${session.dependsOn}`)]),
    ...(owner === undefined ? [] : [field("Last Heartbeat", `2026-01-1${session.number % 10}T0${session.number % 9}:30:00Z`)]),
  ].join("");
}

function writeTable(sessions: readonly Session[]): string {
  const rows = sessions.map((session) => {
    const { number, topic, status, repository, output, dependsOn } = session;
    return `| Session ${number} | ${topic} | ${status} | ${ownerOf(session) ?? "-"} | ${output} | ${repository} | ${dependsOn === undefined ? "-" : `Session ${dependsOn}`} |`;
  });
  return ["| Session | Topic | Status | Claimed By | Output File | Repository | Depends On |", "| --- | --- | --- | --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function ownerOf({ status, number, topic }: Session): string | undefined {
  return status === "UNCLAIMED" ? undefined : `${NAMES[(number * 7 + topic.length) % NAMES.length]!.toLowerCase()}-${number}`;
}
