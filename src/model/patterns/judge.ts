import { createBudget, type Budget } from "../../patterns/parse-regex.ts";
import { remembered } from "../../remembered.ts";
import type { BashScript } from "../../parse/bash.ts";
import type { Workspace } from "../../workspace.ts";
import type { PatternProblem } from "../patterns.ts";
import { readLineNumbers } from "./line-numbers.ts";
import { findMisdirected } from "./misdirected.ts";
import { findOvermatched } from "./overmatched.ts";
import { runSite, type Judging, type LineNumbers } from "./runs.ts";
import type { PatternSite } from "./sites.ts";
import { createTargets, type Target } from "./targets.ts";
import { findImpossible, findUnmatched, type Unmatched } from "./unmatched.ts";

/** Runs the pipelines of `sites` on the files they name, and says which do not do what they are for. */
export function judgePatterns(sites: readonly PatternSite[], workspace: Workspace): PatternProblem[] {
  const total = createBudget(BUDGET);
  const budget: Budget = { left: 0 };
  const variables = remembered<BashScript, Map<string, LineNumbers>>(() => new Map());
  const answers = remembered<Target, Map<string, Unmatched | undefined>>(() => new Map());
  const judging: Judging = { targetOf: createTargets(workspace), budget, answers, numbers: ({ site }, name) => variables(site.script).get(name) };
  const problems: PatternProblem[] = [];
  for (const site of sites) {
    const share = Math.min(total.left, SHARE);
    if (share <= 0) break;
    budget.left = share;
    const run = runSite(site, judging);
    const unmatched = findUnmatched(run, judging);
    if (site.variable !== undefined) {
      const wrong = unmatched.find(({ stage }) => stage === 0);
      const repaired = wrong && wrong.repairedSource !== undefined ? { stage: 0, source: wrong.repairedSource } : undefined;
      const numbers = wrong && !repaired ? { run, lines: undefined } : readLineNumbers(run, repaired, judging);
      if (numbers) variables(site.script).set(site.variable, numbers);
    }
    problems.push(...unmatched.map(({ problem }) => problem), ...findImpossible(run), ...findOvermatched(run, judging), ...findMisdirected(run, judging));
    total.left -= share - Math.max(0, budget.left);
  }
  return withoutRepeats(problems);
}

/** An address that may be empty is told where it is used first. */
function withoutRepeats(problems: readonly PatternProblem[]): PatternProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ messageId, document, data }) => {
    const key = `${document.path} ${data["name"]} ${data["line"]}`;
    return messageId !== "emptyAddress" || (!seen.has(key) && seen.add(key));
  });
}

/** For all patterns of a run; about two seconds at worst. */
const BUDGET = 8_000_000;
/** For one pipeline: what is left is for the others. */
const SHARE = 1_500_000;
