export const PROJECT_URL = "https://github.com/prompt-lint/prompt-lint";

/** Where the page of a rule is read on the web. */
export function ruleUrl(ruleId: string): string {
  // Where a plugin documents its rules nobody knows; `prompt-lint explain` does.
  if (ruleId.includes("/")) return `${PROJECT_URL}/blob/main/docs/api.md#plugins`;
  return `${PROJECT_URL}/blob/main/docs/rules/${encodeURIComponent(ruleId)}.md`;
}
