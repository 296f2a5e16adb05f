import { createBudget, type Budget } from "../../patterns/parse-regex.ts";
import { remembered } from "../../remembered.ts";
import type { BashScript } from "../../parse/bash.ts";
import type { Document } from "../../document.ts";
import type { Workspace } from "../../workspace.ts";
import { groupBy } from "../../group-by.ts";
import { TOO_EXPENSIVE } from "../../patterns/lines.ts";
import type { PatternFindings, PatternProblem, UnheldPatterns } from "../patterns.ts";
import { readLineNumbers } from "./line-numbers.ts";
import { findMisdirected } from "./misdirected.ts";
import { findOvermatched } from "./overmatched.ts";
import { runSite, type Judging, type LineNumbers } from "./runs.ts";
import { fileOf, findPatternSites, type PatternSite } from "./sites.ts";
import { createTargets, type Target } from "./targets.ts";
import { findImpossible, findUnmatched, type Unmatched } from "./unmatched.ts";

/** Runs the pipelines of a document on the files they name, and says which do not do what they are for. All documents share what is left of `total`. */
export function createJudge(workspace: Workspace, total: Budget = createBudget(budgetOf(workspace))): (document: Document) => PatternFindings {
  const budget: Budget = { left: 0 };
  const variables = remembered<BashScript, Map<string, LineNumbers>>(() => new Map());
  const answers = remembered<Target, Map<string, Unmatched | undefined>>(() => new Map());
  const judging: Judging = { targetOf: createTargets(workspace), budget, answers, numbers: ({ site }, name) => variables(site.script).get(name) };
  return (document) => {
    const problems: PatternProblem[] = [];
    const unheld: UnheldSite[] = [];
    for (const site of findPatternSites(document, workspace)) {
      const share = Math.min(total.left, SHARE);
      if (share <= 0) {
        unheld.push({ site, isOverall: true });
        continue;
      }
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
      if (budget.left <= 0 || run.stages.some(({ result }) => result === TOO_EXPENSIVE)) unheld.push({ site, isOverall: total.left <= 0 });
    }
    return { problems: withoutRepeats(problems), unheld: countByFile(unheld) };
  };
}

function budgetOf({ prompts, boards }: Workspace): number {
  return BUDGET + (prompts.length + boards.length) * BUDGET_OF_DOCUMENT;
}

interface UnheldSite {
  site: PatternSite;
  isOverall: boolean;
}

function countByFile(sites: readonly UnheldSite[]): UnheldPatterns[] {
  const groups = groupBy(sites, ({ site, isOverall }) => JSON.stringify([site.document.path, fileOf(site)?.path, isOverall]));
  return [...groups.values()].map((group) => {
    const { site, isOverall } = group[0]!;
    return { document: site.document, count: group.length, file: (fileOf(site) ?? site.document).path, isOverall };
  });
}

/** An address that may be empty is told where it is used first. */
function withoutRepeats(problems: readonly PatternProblem[]): PatternProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ messageId, document, data }) => {
    const key = `${document.path} ${data["name"]} ${data["line"]}`;
    return messageId !== "emptyAddress" || (!seen.has(key) && seen.add(key));
  });
}

/** For all patterns of a run: less than half a second, and several times what a hundred prompts take. */
const BUDGET = 20_000_000;
/** What each prompt and board adds to it, so that a thousand have enough; some ten milliseconds. */
const BUDGET_OF_DOCUMENT = 500_000;
/** For one pipeline: what is left is for the others. */
const SHARE = 5_000_000;
