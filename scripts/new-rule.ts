// Writes the file of a new rule: npm run new-rule <section>/<id>
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { SECTIONS } from "../src/rule.ts";

const [name = ""] = process.argv.slice(2);
const [section = "", id = ""] = name.split("/");
if (!(SECTIONS as readonly string[]).includes(section) || !/^[a-z]+(?:-[a-z]+)*$/.test(id)) {
  console.error(`usage: npm run new-rule <section>/<id>\n  section: ${SECTIONS.join(", ")}\n  id: names the defect, such as unbounded-wait`);
  process.exit(2);
}

const target = fileURLToPath(new URL(`../rules/${section}/${id}.ts`, import.meta.url));
if (existsSync(target)) {
  console.error(`rules/${section}/${id}.ts is there already`);
  process.exit(2);
}
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, template());
console.log(`rules/${section}/${id}.ts written. Next: its examples, \`npm run generate\`, \`npx vitest run test/examples.test.ts\`, then the check.`);

function template(): string {
  return `import { z } from "zod";
import { defineRule } from "../../src/rule.ts";

/**
 * Why this stalls sessions or loses work, and the way out.
 *
 * ## Bad
 *
 * \`\`\`\`markdown expect=1:1
 * The text that has to be reported, at line:column.
 * \`\`\`\`
 *
 * ## Good
 *
 * \`\`\`\`markdown
 * The same, as it should be.
 * \`\`\`\`
 */
export default defineRule({
  summary: "The defect in one sentence without a full stop",
  scope: "prompt",
  severity: "warning",
  options: z.strictObject({}),
  messages: {
    found: "What is there: expected what should be",
  },
  checkDocument(document, { report }) {
    for (const passage of document.passages) {
      if (passage.badExample) continue;
      report(document, { place: passage.place, messageId: "found" });
    }
  },
});
`;
}
