import { z } from "zod";
import type { Prompt } from "../../src/model/prompt.ts";
import { offsetOf, readProtocol } from "../../src/model/protocol.ts";
import { findRepositories } from "../../src/model/repositories.ts";
import { defineRule } from "../../src/rule.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * When `git clone` or `cd` fails, the commands behind it run where the session
 * was before. Look where it is after a switch.
 *
 * ## Bad
 *
 * ````markdown file=prompt.md expect=4:1
 * You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.
 *
 * ```bash
 * git clone https://github.com/acme/site.git
 * cd site
 * git checkout -b work
 * ```
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1: API
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/api
 *
 * ## Session 2: Site
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/site
 * ````
 *
 * ## Good
 *
 * ````markdown file=prompt.md
 * You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.
 *
 * ```bash
 * git clone https://github.com/acme/site.git
 * cd site
 * git remote -v
 * ```
 * ````
 *
 * ````markdown file=SESSION-STATUS.md
 * ## Session 1: API
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/api
 *
 * ## Session 2: Site
 * - Status: UNCLAIMED
 * - Claimed By: UNCLAIMED
 * - Repository: acme/site
 * ````
 */
export default defineRule({
  summary: "A switch to another repository that nothing confirms",
  scope: "workspace",
  items: [13],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unverified:
      "Nothing confirms that this switch went well, so the next commands may run in the wrong repository: expected `git remote get-url origin` or `pwd` behind it",
  },
  checkWorkspace(workspace, { report }) {
    for (const prompt of workspace.prompts) {
      const { open } = readSwitches(prompt, workspace);
      if (open) report(prompt.document, { place: open.place, messageId: "unverified" });
    }
  },
  evidence(prompt, workspace) {
    const { several, verified } = readSwitches(prompt, workspace);
    if (!several) return { state: "skipped", why: "only one repository is in play" };
    return verified && { state: "passed", place: verified.place, phrase: "the place is confirmed after the switch" };
  },
});

function readSwitches(prompt: Prompt, workspace: Workspace) {
  const { names } = findRepositories(prompt, workspace);
  if (!prompt.severalSessions || names.size < 2) return { several: false, open: undefined, verified: undefined };
  const { facts } = readProtocol(prompt, workspace);
  const told = facts.find(({ kind, from }) => kind === "verifies-switch" && from === "prose");
  const short = [...names].map((name) => name.split("/")[1]!);
  const switches = facts.filter(
    ({ kind, command }) =>
      kind === "switches-repository" && command && /^(?:cd|pushd|git)$/.test(command.invocation.name ?? "") && goesToRepository(command.text),
  );
  const verifierOf = (at: (typeof facts)[number]) =>
    facts.find(({ kind, script, place }) => kind === "verifies-switch" && script === at.script && offsetOf(place) > offsetOf(at.place));
  const checked = switches.find((at) => at.command?.verdict === "checked");
  const open = told ? undefined : switches.find((at) => at.command?.verdict !== "checked" && !verifierOf(at));
  return { several: true, open, verified: told ?? switches.map(verifierOf).find((fact) => fact !== undefined) ?? checked };

  function goesToRepository(text: string): boolean {
    return /\bclone\b|\$\{?\w*REPO/i.test(text) || (/^(?:cd|pushd)\b/.test(text) && short.some((name) => text.toLowerCase().includes(name)));
  }
}
