import { z } from "zod";
import { offsetOf } from "../../src/model/protocol.ts";
import type { Fact } from "../../src/model/protocol/fact.ts";
import { ONE_REPOSITORY, readRepositoryWork, type RepositoryWork } from "../../src/model/repository-work.ts";
import { defineRule } from "../../src/rule.ts";

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
  scope: "prompt",
  items: [13],
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    unverified:
      "Nothing confirms that this switch went well, so the next commands may run in the wrong repository: expected `git remote get-url origin` or `pwd` behind it",
  },
  checkPrompt(prompt, { workspace, report }) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return;
    const { open, told } = readSwitches(work);
    if (open) report(prompt.document, { place: open.place, messageId: "unverified", ...(!work.isSure && { outsideStrict: "off" }) });
    else if (told) report(prompt.document, { place: told.place, messageId: "unverified", outsideStrict: "off" });
  },
  evidence(prompt, workspace) {
    const work = readRepositoryWork(prompt, workspace);
    if (!work) return ONE_REPOSITORY;
    const { verified } = readSwitches(work);
    return verified && { state: "passed", place: verified.place, phrase: "the place is confirmed after the switch" };
  },
});

function readSwitches({ facts, shortNames }: RepositoryWork) {
  const told = facts.find(({ kind, from }) => kind === "verifies-switch" && from === "prose");
  const switches = facts.filter(
    ({ kind, command }) =>
      kind === "switches-repository" && command && /^(?:cd|pushd|git)$/.test(command.invocation.name ?? "") && goesToRepository(command.text),
  );
  const verifierOf = (at: Fact) =>
    facts.find(({ kind, script, place }) => kind === "verifies-switch" && script === at.script && offsetOf(place) > offsetOf(at.place));
  const checked = switches.find((at) => at.command?.verdict === "checked");
  const open = told ? undefined : switches.find((at) => at.command?.verdict !== "checked" && !verifierOf(at));
  const verified = told ?? switches.map(verifierOf).find((fact) => fact !== undefined) ?? checked;
  // Prose that says to change, and nothing anywhere that looks.
  return { open, verified, told: verified ? undefined : facts.find(({ kind, from }) => kind === "switches-repository" && from === "prose") };

  function goesToRepository(text: string): boolean {
    return /\bclone\b|\$\{?\w*REPO/i.test(text) || (/^(?:cd|pushd)\b/.test(text) && shortNames.some((name) => text.toLowerCase().includes(name)));
  }
}
