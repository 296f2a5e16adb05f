import { readFileSync } from "node:fs";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { TextFile } from "../src/parse/document.ts";
import type { WorkspaceSettings } from "../src/workspace.ts";

export interface Example {
  name: string;
  files: TextFile[];
  /** Where the rule has to report, as `path:line:column`; empty under «Good». */
  expected: string[];
  /** Type of the state in which git has a file, by path. */
  states: Map<string, string>;
  /** What the config says of the workspace. */
  settings: Partial<Pick<WorkspaceSettings, "budget">>;
}

/** The markdown of the doc comment above a rule's default export. */
export function readDocComment(ruleFile: URL): string {
  const comment = /\/\*\*\n(?<body>(?: \*.*\n)*?) \*\/\nexport default/.exec(readFileSync(ruleFile, "utf8"));
  if (!comment) throw new Error(`No doc comment above the default export of ${ruleFile.pathname}`);
  // `*\/` stands for the two characters that would end the comment, as in the glob `status/*\/done`.
  return comment.groups!["body"]!.replace(/^ \* ?/gm, "").replaceAll("*\\/", "*/");
}

/**
 * Examples of a doc comment: the fences under «Bad» and «Good». The info
 * string says `file=a.md`, which makes one workspace of fences in a row, and
 * `expect=line:column[,line:column]`, `git=state` for a file's state in git;
 * `budget=10` is a config's. The language is the file's type.
 */
export function readExamples(docs: string): Example[] {
  const examples: Example[] = [];
  let section = "";
  for (const node of fromMarkdown(docs).children) {
    if (node.type === "heading") section = textOf(node);
    if (node.type !== "code" || (section !== "Bad" && section !== "Good")) continue;

    const meta = Object.fromEntries((node.meta ?? "").split(" ").map((pair) => pair.split("=", 2))) as Record<string, string | undefined>;
    const path = meta["file"] ?? `prompt.${EXTENSIONS[node.lang ?? ""] ?? "md"}`;
    const previous = examples.at(-1);
    const joins = meta["file"] !== undefined && previous?.name.startsWith(section) === true && previous.files.every((file) => file.path !== path);
    const example: Example = joins ? previous : { name: `${section} ${examples.length + 1}`, files: [], expected: [], states: new Map(), settings: {} };
    if (!joins) examples.push(example);
    example.files.push({ path, text: `${node.value}\n` });
    if (meta["git"]) example.states.set(path, meta["git"]);
    if (meta["budget"]) example.settings.budget = Number(meta["budget"]);
    if (meta["expect"]) example.expected.push(...meta["expect"].split(",").map((point) => `${path}:${point}`));
  }
  return examples;
}

const EXTENSIONS: Record<string, string> = { markdown: "md", text: "txt", yaml: "yaml", json: "json" };

function textOf(node: Nodes): string {
  return "value" in node ? node.value : "children" in node ? node.children.map(textOf).join("") : "";
}
