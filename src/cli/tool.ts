import type { ToolFacts } from "../report/report.ts";
import type { Services } from "./services.ts";

/** What formats tell of the tool, read when one of them asks. */
export function toolOf({ readVersion, readRulePage }: Pick<Services, "readVersion" | "readRulePage">): () => Promise<ToolFacts> {
  return async () => ({ version: await readVersion(), readRulePage });
}
