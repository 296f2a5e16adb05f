import type { Random } from "../fuzz/random.ts";
import { PLACES, TOPICS } from "./words.ts";

/** Sessions that work from one board: what their prompts and the board have to agree on. */
export interface Team {
  /** Below the root of the workspace. */
  folder: string;
  project: string;
  /** How the board writes an entry. */
  form: "list" | "bold" | "table";
  sessions: readonly Session[];
}

export interface Session {
  number: number;
  topic: string;
  repository: string;
  output: string;
  status: "UNCLAIMED" | "CLAIMED" | "IN_PROGRESS" | "COMPLETE" | "BLOCKED";
  dependsOn?: number;
}

/** Sessions of a board, and so the most prompts that share one. */
export const TEAM_SIZE = 20;

/** The team of this number, from 0: another one for each. */
export function createTeam(number: number, random: Random): Team {
  const project = `${PLACES[number % PLACES.length]}-${String(number + 1).padStart(3, "0")}`;
  const sessions = Array.from({ length: TEAM_SIZE }, (_, index) => createSession(index + 1, project, random));
  return { folder: `teams/${project}`, project, form: random.pick(["list", "bold", "table"]), sessions };
}

function createSession(number: number, project: string, random: Random): Session {
  const topic = random.pick(TOPICS);
  const slug = topic.replaceAll(" ", "-");
  // Now and then two sessions are told to write one file, as it happens to people who copy an entry.
  const output = random.once(40) ? `reports/${slug}.md` : `reports/${String(number).padStart(2, "0")}-${slug}.md`;
  const status = random.pick(["UNCLAIMED", "UNCLAIMED", "UNCLAIMED", "UNCLAIMED", "CLAIMED", "IN_PROGRESS", "COMPLETE", "BLOCKED"] as const);
  const session: Session = { number, topic, repository: `${project.slice(0, -4)}/${slug}`, output, status };
  // Only earlier ones: no cycles, now and then one that has no entry.
  if (number > 1 && random.once(4)) session.dependsOn = 1 + random.below(number - 1);
  if (random.once(60)) session.dependsOn = TEAM_SIZE + 7;
  return session;
}
