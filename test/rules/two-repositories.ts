import { at } from "../helpers.ts";
import { run } from "./run.ts";

/** Of items in two repositories. */
const BOARD = {
  path: "SESSION-STATUS.md",
  text: "## Session 1: API\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n- Repository: acme/api\n\n## Session 2: Site\n- Status: UNCLAIMED\n- Claimed By: UNCLAIMED\n- Repository: acme/site\n",
};
export const ONE = { ...BOARD, text: BOARD.text.replaceAll("acme/site", "acme/api") };
const INTRO = "You are one of four sessions that work in parallel. Claim the first free session of SESSION-STATUS.md.\n\n";
export const ALONE = "Work through SESSION-STATUS.md from top to bottom.\n\n";
export const bash = (script: string) => `\`\`\`bash\n${script}\n\`\`\`\n`;

/** Where a rule reports in a prompt with this text, of a workspace with this board. */
export const placesOf =
  (ruleId: string) =>
  (text: string, { board = BOARD, intro = INTRO, isStrict = false } = {}) =>
    run(ruleId, [{ path: "p.md", text: intro + text }, board], { isStrict }).map(at);
