import type { Assignment, SyntaxNode } from "unbash";
import { descendants, descendantsOfType } from "../parse/bash-tree.ts";
import type { BashSpan } from "../parse/bash.ts";
import type { ScriptPart } from "./script-parts.ts";

/** `((count++))` at the place where `count` is still 0. */
export interface ZeroIncrement {
  name: string;
  span: BashSpan;
}

/**
 * Where a counter that starts at 0 is counted up under `set -e`: the value of
 * `((count++))` is the one before, 0, so its status is 1 (bash manual 3.2.5.2)
 * and the script ends with the first thing that it counts. Not in a function,
 * which may be called where errexit does not act.
 */
export function findZeroIncrements({ tree, text }: Pick<ScriptPart, "tree" | "text">): ZeroIncrement[] {
  if (!text.source.includes("++") || !ERREXIT.test(text.source)) return [];
  const assignments = descendants(tree).filter((node): node is Assignment & SyntaxNode => node.type === "Assignment");
  const found: ZeroIncrement[] = [];
  const seen = new Set<string>();
  for (const node of descendantsOfType(tree, "ArithmeticCommand")) {
    const name = /^\(\(\s*([A-Za-z_]\w*)\s?\+\+\s*\)\)$/.exec(text.source.slice(node.pos, node.end))?.[1];
    if (name === undefined || seen.has(name) || seen.size >= MAX_COUNTERS) continue;
    seen.add(name);
    if (!actsAt(tree, node, text.source)) continue;
    const start = assignments.findLast((one) => one.name === name && one.pos < node.pos);
    if (start && /=["']?0["']?$/.test(text.source.slice(start.pos, start.end)) && !isChanged(name, text.source.slice(start.end, node.pos)))
      found.push({ name, span: node });
  }
  return found;
}

/** Each is looked for in the whole script. */
const MAX_COUNTERS = 20;

const ERREXIT = /^[ \t]*set[ \t]+(?:-[a-zA-Z]*e|-o[ \t]+errexit)/m;

/** Whether errexit is on there and looks at the status. */
function actsAt(tree: SyntaxNode, node: BashSpan, source: string): boolean {
  const before = source.slice(0, node.pos);
  const on = before.search(ERREXIT);
  if (on < 0 || /^[ \t]*set[ \t]+(?:\+[a-zA-Z]*e|\+o[ \t]+errexit)/m.test(before.slice(on))) return false;
  const holds = (outer: BashSpan) => outer.pos <= node.pos && node.end <= outer.end;
  return !descendants(tree).some(
    (outer) =>
      ((outer.type === "Function" || outer.type === "AndOr") && holds(outer)) ||
      ((outer.type === "If" || outer.type === "While") && holds(outer.clause)) ||
      (outer.type === "Pipeline" && outer.commands.length > 1 && holds(outer)),
  );
}

/** Counted or set by other means in between. */
function isChanged(name: string, between: string): boolean {
  return new RegExp(`(?:\\+\\+|--)${name}(?!\\w)|(?<![\\w$])${name}\\s?(?:\\+\\+|--|[-+*/%]?=(?!=))`).test(between);
}
