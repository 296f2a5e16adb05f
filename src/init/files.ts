import type { PlannedSession, WorkspacePlan } from "./plan.ts";

/** A file of a new workspace. */
export interface NewFile {
  /** Relative to the workspace's root, with `/`. */
  path: string;
  text: string;
}

/** The files of a new workspace, infrastructure first; `template` is `templates/SESSION-PROMPT.md`. */
export function writeWorkspace(plan: WorkspacePlan, template: string): NewFile[] {
  return [
    { path: plan.board, text: writeBoard(plan) },
    { path: plan.blockers, text: BLOCKERS },
    ...(plan.dependencies ? [{ path: "DEPENDENCIES.yaml", text: writeDependencies(plan) }] : []),
    ...(plan.config ? [{ path: ".prompt-lint.json", text: writeConfig(plan) }] : []),
    { path: plan.prompt, text: fillIn(template, plan) },
  ];
}

function writeBoard({ sessions, repository, branch, prompt, blockers }: WorkspacePlan): string {
  return `# Session status

This file says who does what. It lives on the branch \`${branch}\` of ${repository}, and it is the only source of truth.
The scripts of \`${prompt}\` read and edit the lines below as they stand: a heading with the name, then \`- Field: value\`.

## Entries

${sessions.map((session) => writeEntry(session, { repository, branch })).join("\n")}
## Status keywords

| Status      | Meaning                                                |
| ----------- | ------------------------------------------------------ |
| UNCLAIMED   | nobody has it                                          |
| CLAIMED     | a session has taken it and is about to start           |
| IN_PROGRESS | a session works on it; Last Heartbeat says when last   |
| COMPLETE    | the Output File is delivered                           |
| BLOCKED     | a session could not do it, see \`${blockers}\` |
`;
}

function writeEntry({ name, output, dependsOn }: PlannedSession, { repository, branch }: Pick<WorkspacePlan, "repository" | "branch">): string {
  return `### ${name}

- Status: UNCLAIMED
- Claimed By: UNCLAIMED
- Last Heartbeat: never
- Repository: ${repository}
- Branch: ${branch}
- Output File: ${output}
- Dependencies: ${dependsOn.length === 0 ? "none" : dependsOn.join(", ")}
- Timeline: 4 hours
- Task: write ${output}
`;
}

const BLOCKERS = `# Blockers

Sessions add a line each: when, which session, what failed. A person removes the cause, then the line.

`;

function writeDependencies({ sessions, board }: WorkspacePlan): string {
  const entries = sessions.map(
    ({ name, dependsOn }) => `${JSON.stringify(name)}:\n  depends_on: [${dependsOn.map((other) => JSON.stringify(other)).join(", ")}]\n`,
  );
  return `# Who waits for whom, as the Dependencies of ${board} say it, which is what sessions read.\n${entries.join("")}`;
}

function writeConfig({ board, prompt, blockers }: WorkspacePlan): string {
  return `${JSON.stringify({ root: true, extends: ["strict"], prompts: [prompt], boards: [board], blockersFile: blockers }, undefined, 2)}\n`;
}

function fillIn(template: string, plan: WorkspacePlan): string {
  const values: Record<string, string> = { repository: plan.repository, branch: plan.branch, board: plan.board, blockers: plan.blockers };
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}
