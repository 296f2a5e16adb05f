import type { Command, SyntaxNode } from "unbash";
import { remembered } from "../remembered.ts";
import { readInvocation, writtenFile, type Invocation } from "./commands.ts";
import { changesDirectory, isQuestion } from "./effects.ts";
import { nextNodes, type Following } from "./fate.ts";
import { assignmentsOf, commandsIn, isSubstitution, namesBelow, substitutionsIn, variableOf, walkNodes } from "./nodes.ts";
import type { ShellText } from "./text.ts";

/** How the first mention of something uses it. */
export interface Mention {
  use: "tested" | "demanded" | "used" | "passed on" | "printed";
  node: SyntaxNode;
}

/**
 * The first thing that is done with the variable `name` and counts: a test of
 * its value, or a use without one. Printing it to the terminal does not count;
 * a variable made from it alone stands for it.
 */
export function firstMention(name: string, following: Following | undefined, text: ShellText): Mention | undefined {
  const names = new Set([name]);
  let printed: Mention | undefined;
  for (const node of nextNodes(following)) {
    const below = namesBelow(node);
    const mention = [...names].some((one) => below.has(one)) ? mentionIn(node, names, text) : undefined;
    if (mention?.use === "printed") printed ??= mention;
    else if (mention) return mention;
  }
  return printed;
}

/** Whether `name` is looked at anywhere further down. */
export function isReadLater(name: string, following: Following | undefined): boolean {
  for (const node of nextNodes(following)) if (namesBelow(node).has(name)) return true;
  return false;
}

/**
 * The test that looks at what a command made: `[ -d dir ]` after `git clone … dir`,
 * `grep -q new FILE` after `sed -i … FILE`, `[ "$PWD" = … ]` after `cd`.
 *
 * It counts only when nothing uses the result before it.
 */
export function findResultTest(invocation: Invocation, following: Following | undefined, text: ShellText): SyntaxNode | undefined {
  const made = madeNames(invocation, text);
  const place = PLACE_QUESTIONS[`${invocation.name} ${invocation.subcommand ?? ""}`.trim()];
  if (made.size === 0 && !place) return undefined;
  for (const node of nextNodes(following, 12)) {
    let found: "tested" | "used" | undefined;
    let isFirst = true;
    walkNodes(node, (child) => {
      if (found) return false;
      const isTest = child.type === "TestCommand" || (child.type === "Command" && isTestCommand(child, text));
      if (isTest && place && isFirst && place.test(sourceOf(child, text))) found = "tested";
      if (isTest && valuesBelow(child).some((value) => made.has(value))) found = "tested";
      if (found || isTest) return false;
      if (child.type !== "Command") return true;
      if (valuesBelow(child).some((value) => made.has(value))) found = "used";
      else isFirst &&= child.name !== undefined && SAYING.includes(child.name.value);
      return found === undefined;
    });
    if (found === "tested") return node;
    if (found === "used") return undefined;
  }
  return undefined;
}

function mentionIn(root: SyntaxNode, names: Set<string>, text: ShellText): Mention | undefined {
  let mention: Mention | undefined;
  const has = (node: SyntaxNode) => {
    let found = false;
    walkNodes(
      node,
      (child) => {
        const name = variableOf(child);
        found ||= name !== undefined && names.has(name);
        return !found;
      },
      "scripts",
    );
    return found;
  };
  const operatorOn = (node: SyntaxNode) => {
    let found: string | undefined;
    walkNodes(node, (child) => {
      if (child.type === "ParameterExpansion" && names.has(child.parameter) && child.operation?.type === "Default") found ??= child.operation.operator;
      return found === undefined;
    });
    return found;
  };
  walkNodes(root, (node) => {
    if (mention) return false;
    if (node.type === "Function") return false;
    if (node.type === "TestCommand" || node.type === "ArithmeticCommand") {
      if (has(node)) mention = { use: "tested", node };
      return false;
    }
    if (node.type === "Case") {
      if (has(node.word)) mention = { use: "tested", node: node.word };
      return true;
    }
    if (node.type === "For" && node.wordlist?.some(has)) mention = { use: "used", node };
    if (node.type !== "Command") return mention === undefined;
    if (!has(node)) return false;
    mention = mentionOf(node, { has, operatorOn, names, text });
    return false;
  });
  return mention;
}

interface MentionScope {
  has(node: SyntaxNode): boolean;
  /** By `${X:-…}` or `${X:?}`. */
  operatorOn(node: SyntaxNode): string | undefined;
  names: Set<string>;
  text: ShellText;
}

/** What a simple command that mentions one of `names` does with it; `undefined` when that settles nothing. */
function mentionOf(node: Command, { has, operatorOn, names, text }: MentionScope): Mention | undefined {
  const { name, redirects } = readInvocation(node, text);
  const operator = operatorOn(node);
  if (operator?.endsWith("?")) return { use: "demanded", node };
  if (operator !== undefined || isTestCommand(node, text)) return { use: "tested", node };
  if (name === "exit" || name === "return") return { use: "passed on", node };
  if ((name === "echo" || name === "printf") && !redirects.some((redirect) => writtenFile(redirect))) return { use: "printed", node };
  const assignments = assignmentsOf(node);
  if ((name === "" || DECLARING.includes(name ?? "")) && assignments.some((assignment) => has(assignment.value))) {
    for (const assignment of assignments) if (has(assignment.value)) names.add(assignment.name);
    return undefined;
  }
  // A test inside a substitution: `$([ -n "$X" ] && …)`.
  if (substitutionsIn(node).some(({ script }) => script && commandsIn(script).some((inner) => isTestCommand(inner, text) && has(inner))))
    return { use: "tested", node };
  return { use: "used", node };
}

const DECLARING = ["local", "export", "declare", "readonly", "typeset"];
const SAYING = ["echo", "printf", "pwd"];

function isTestCommand(node: Command, text: ShellText): boolean {
  const invocation = readInvocation(node, text);
  return isQuestion(invocation, text);
}

/** What the command leaves behind, by name. */
function madeNames(invocation: Invocation, text: ShellText): Set<string> {
  const made = new Set<string>();
  for (const redirect of invocation.redirects) {
    const file = writtenFile(redirect);
    if (file) made.add(plain(file.value));
  }
  // Most of git makes commits, not the files that are named.
  const makesFiles = invocation.name === "git" ? ["clone", "worktree", "init", "archive"].includes(invocation.subcommand ?? "") : !changesDirectory(invocation);
  if (makesFiles && !isQuestion(invocation, text)) {
    for (const { value } of invocation.operands) if (!value.startsWith("-") && value !== "." && value !== "") made.add(plain(value));
  }
  if (invocation.subcommand === "clone") {
    const [url, ...others] = invocation.operands.filter(({ value }) => !value.startsWith("-"));
    if (url && others.length === 0)
      made.add(
        url.value
          .replace(/\/$/, "")
          .replace(/\.git$/, "")
          .split(/[/:]/)
          .at(-1) ?? "",
      );
  }
  return made;
}

/** What a test of where one stands looks like, by the command that went there. Without a prototype: one may be called `constructor`. */
const PLACE_QUESTIONS: Record<string, RegExp | undefined> = Object.assign(Object.create(null) as object, {
  cd: /\$PWD|\$\{PWD|\$\(pwd\)|`pwd`|rev-parse --show-toplevel|remote get-url/,
  pushd: /\$PWD|\$\{PWD|\$\(pwd\)|`pwd`/,
  "git checkout": /branch --show-current|rev-parse --abbrev-ref|symbolic-ref/,
  "git switch": /branch --show-current|rev-parse --abbrev-ref|symbolic-ref/,
});

/** `"${DIR}/"` and `$DIR` name the same folder. */
function plain(value: string): string {
  const bare = value.replace(/\$\{(\w+)\}/g, "$$$1");
  return bare.length > 1 && bare.endsWith("/") ? bare.slice(0, -1) : bare;
}

/** The words at and below a node, not those inside of its substitutions. */
const valuesBelow: (node: SyntaxNode) => readonly string[] = remembered((node: SyntaxNode) => {
  const values: string[] = [];
  walkNodes(node, (child) => {
    if (child.type === "Word") values.push(plain(child.value));
    return !isSubstitution(child);
  });
  return values;
});

function sourceOf({ pos, end }: SyntaxNode, text: ShellText): string {
  return text.source.slice(pos, end);
}
