import type { ParsedScript, Command, SyntaxNode } from "unbash";
import { remembered } from "../remembered.ts";
import { commandsIn } from "./nodes.ts";

/** The simple commands that are no commands, although they stand on lines that could be shell: prose, quotes, other languages. */
export const findForeign: (tree: ParsedScript) => ReadonlySet<SyntaxNode> = remembered((tree) => new Set(commandsIn(tree).filter(isForeign)));

function isForeign({ name, suffix }: Command): boolean {
  if (!name || name.parts?.some(({ type }) => type !== "Literal" && type !== "DoubleQuoted" && type !== "SingleQuoted")) return false;
  const { value } = name;
  const [first] = suffix;
  const next = first?.type === "Word" ? first.value : undefined;
  // `"Please read …"` in quotes is something to say, `Agent-A:` a speaker, `...` a gap.
  if (/\s/.test(value) || (value.length > 1 && value.endsWith(":")) || value === "..." || value.startsWith("@")) return true;
  // `---` and `===` are lines drawn between things.
  if (/^[-=*_~+#]{2,}$/.test(value)) return true;
  // No command has letters beyond ASCII or an emoji in its name.
  if (/[^\x20-\x7e]/.test(value)) return true;
  // `x = 5` and `key => value` are other languages.
  if (next !== undefined && /^(?:=|:=|=>|->)$/.test(next)) return true;
  // `tool <name> [-n count]` says how a command is called.
  if (value !== "[" && suffix.some((word) => word.type === "Word" && /^\[--?[a-z]/.test(word.value))) return true;
  // `Read tasks.json`: a tool of the session, not of the shell.
  if (SESSION_TOOLS.includes(value)) return true;
  // "Read the file": programs with one capital letter are rare, and those take no prose.
  return /^[A-Z][a-z]+$/.test(value) && !CAPITALISED.includes(value) && suffix.every((word) => word.type !== "Word" || /^[a-zA-Z,.'’-]+$/.test(word.value));
}

/** As the tools of coding agents are called. */
const SESSION_TOOLS = ["Read", "Write", "Edit", "MultiEdit", "Glob", "Grep", "Bash", "Task", "Agent", "Skill", "TodoWrite", "WebFetch", "WebSearch"];
const CAPITALISED = ["Xvfb", "Xorg", "Rscript", "Xephyr"];
