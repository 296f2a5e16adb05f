import type { Parents, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";

/** The engine for browsers and platforms without a native build, and the oracle for the native one. */
export function parsePortable(text: string): Root {
  const tree = fromMarkdown(text, {
    extensions: [gfmTable(), gfmTaskListItem(), gfmStrikethrough()],
    mdastExtensions: [gfmTableFromMarkdown(), gfmTaskListItemFromMarkdown(), gfmStrikethroughFromMarkdown()],
  });
  startTasksBehindBox(tree);
  return tree;
}

// mdast-util-gfm-task-list-item moves a paragraph's start behind `[ ]` only where its first child is text.
function startTasksBehindBox(tree: Root): void {
  const parents: Parents[] = [tree];
  for (let parent = parents.pop(); parent; parent = parents.pop()) {
    const head = parent.type === "listItem" && typeof parent.checked === "boolean" ? parent.children[0] : undefined;
    const first = head?.type === "paragraph" ? head.children[0] : undefined;
    if (head && first) head.position!.start = { ...first.position!.start };
    for (const child of parent.children) if ("children" in child) parents.push(child);
  }
}
