import { parse, type DefaultTreeAdapterTypes, type ParserError } from "parse5";
import { lint } from "../../src/lint.ts";
import { createMemoryFileSystem } from "../../src/read/memory-file-system.ts";
import { formatHtml } from "../../src/report/html/page.ts";
import type { Report } from "../../src/report/report.ts";

/** What a page must show as text and never run. */
export const INJECTION = "</script><img src=x onerror=alert(1)>";

/** A prompt and a board with dependencies, a circle and an unknown name, and `text` in each place where it fits. */
export async function lintedReport(text: string): Promise<Report> {
  const entry = (number: number, name: string, status: string, waits: string) =>
    `## Session ${number}: ${name}\n- Status: ${status}\n- Repository: example/docs\n- Output File: ${number}.md\n- Dependencies: ${waits}\n`;
  const board = [
    entry(1, text, "COMPLETE", "none"),
    entry(2, "reader", text, "Session 1"),
    entry(3, "printer", "BLOCKED", "Session 2, Session 9, Session 4"),
    entry(4, "binder", "UNCLAIMED", "Session 3"),
  ].join("\n");
  const prompt = `You are one of four sessions that work in parallel. Read STATUS.md and claim the first free session.\n\n\`\`\`bash\necho "${text}"; while true; do git pull; sleep 60; done\n\`\`\`\n`;
  const fs = createMemoryFileSystem({ "/w/.git/HEAD": "ref: refs/heads/main\n", "/w/START.md": prompt, "/w/STATUS.md": `# ${text}\n\n${board}` });
  return lint({ fs, cwd: "/w", root: "/w", now: Date.parse("2026-01-15T12:00:00Z") });
}

export function pageOf(report: Report): string {
  return formatHtml(report, { tool: { version: "1.2.3", readRulePage: () => Promise.reject(new Error("none")) } });
}

export type Element = DefaultTreeAdapterTypes.Element;

export interface ParsedPage {
  errors: ParserError[];
  elements: readonly Element[];
}

/** As a browser reads it, with what the standard calls an error in it. */
export function parsePage(html: string): ParsedPage {
  const errors: ParserError[] = [];
  const document = parse(html, { onParseError: (error) => errors.push(error) });
  const elements: Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ("tagName" in node) elements.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(document);
  return { errors, elements };
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

export function textOf(node: DefaultTreeAdapterTypes.Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}
