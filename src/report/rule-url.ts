/** Where the page of a rule is read on the web. */
export function ruleUrl(ruleId: string): string {
  return `${RULE_PAGES}${encodeURIComponent(ruleId)}.md`;
}

const RULE_PAGES = "https://github.com/prompt-lint/prompt-lint/blob/main/docs/rules/";
