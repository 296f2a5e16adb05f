import type { Command } from "unbash";
import { discards, hasOption, readInvocation, writtenFile, type Invocation } from "./commands.ts";
import { commandsIn } from "./nodes.ts";
import { ANSWERS, CHANGES, EXEMPT, GIT_READS, READS, SUBCOMMAND_CHANGES, SUBCOMMAND_READS, WATCHES } from "./known-commands.ts";
import type { ShellText } from "./text.ts";

/**
 * What is lost when a command fails and nobody notices.
 *
 * - `exempt`: nothing; it cannot fail in practice, or only says or asks something
 * - `read-only`: what it would have shown
 * - `critical`: a change to files, the repository, a server, or the working directory
 * - `other`: unknown programs
 */
export type Effect = "exempt" | "read-only" | "critical" | "other";

/** What `invocation` does. Its words' substitutions and the functions of the script are not looked into. */
export function effectOf(invocation: Invocation, text: ShellText): Effect {
  const { name, redirects, inner } = invocation;
  if (name === "") return "exempt";
  // `exec 3>&1` only redirects.
  if (name !== undefined && (EXEMPT.has(name) || (name === "exec" && invocation.args.length === 0))) return "exempt";
  if (watches(invocation)) return "exempt";
  const own = inner && name !== "eval" ? effectOfAll(commandsIn(inner.tree), inner.text) : ownEffect(invocation, text);
  const writes = redirects.some((redirect) => writtenFile(redirect));
  if (writes && own === "read-only") return "critical";
  // A here-document that only goes to the terminal or to whoever captures it cannot fail.
  const shown = name === "cat" && invocation.args.length === 0 && redirects.some(({ type }) => type === "HereDoc" || type === "HereString");
  return shown && !writes ? "exempt" : own;
}

/** Whether its exit status is the answer to a question: `grep -q`, `command -v`, `git diff --quiet`. */
export function isQuestion(invocation: Invocation, text: ShellText): boolean {
  const { name, subcommand } = invocation;
  if (name === undefined || name === "") return false;
  if (["test", "[", "[["].includes(name)) return true;
  const asks = ANSWERS[subcommand === undefined ? name : `${name} ${subcommand}`];
  if (asks === true || (asks && hasOption(invocation, asks))) return true;
  return discards(invocation, "output") && effectOf(invocation, text) === "read-only";
}

/** Whether it changes the directory that later commands run in. */
export function changesDirectory({ name }: Invocation): boolean {
  return name === "cd" || name === "pushd" || name === "popd";
}

/** The worst of several effects; `exempt` of none. */
export function worstEffect(effects: readonly Effect[]): Effect {
  return ORDER.find((effect) => effects.includes(effect)) ?? "exempt";
}

const ORDER: readonly Effect[] = ["critical", "other", "read-only", "exempt"];

function effectOfAll(commands: readonly Command[], text: ShellText): Effect {
  return worstEffect(commands.map((command) => effectOf(readInvocation(command, text), text)));
}

function ownEffect(invocation: Invocation, text: ShellText): Effect {
  const { name, subcommand, args } = invocation;
  if (name === undefined) return "other";
  if (args.length === 1 && /^(?:--version|--help|-V|-h)$/.test(args[0]!.value)) return "read-only";
  if (name === "git") return gitEffect(invocation);
  if (name === "find") return findEffect(invocation, text);
  if (name === "tee") return args.some(({ value }) => !value.startsWith("-") && !value.startsWith("/dev/")) ? "critical" : "read-only";
  // Of some programs an option is the verb: `brew --prefix`, `pacman -Q`.
  if (args[0] && SUBCOMMAND_READS[name]?.has(args[0].value)) return "read-only";
  const full = `${name} ${subcommand}`;
  if (subcommand !== undefined && name in SUBCOMMAND_READS) {
    const [next] = invocation.operands;
    if (SUBCOMMAND_READS[name]!.has(subcommand) || SUBCOMMAND_READS[name]!.has(`${subcommand} ${next?.value}`)) return "read-only";
    return SUBCOMMAND_CHANGES.has(name) ? "critical" : "other";
  }
  if (CHANGES.has(name) || CHANGES.has(full)) return "critical";
  const reads = READS[name];
  if (reads === undefined) return "other";
  return reads !== true && hasOption(invocation, reads) ? "critical" : "read-only";
}

function gitEffect(invocation: Invocation): Effect {
  const { subcommand, operands } = invocation;
  if (subcommand === undefined) return "read-only";
  const reads = GIT_READS[subcommand];
  if (reads === undefined) return "critical";
  return reads === true || reads(operands.map(({ value }) => value)) ? "read-only" : "critical";
}

/** find(1): `-delete`, `-fprint` and `-exec` act; `-exec` does what its command does. */
function findEffect(invocation: Invocation, text: ShellText): Effect {
  const { args } = invocation;
  const effects: Effect[] = ["read-only"];
  args.forEach(({ value }, at) => {
    if (value === "-delete" || value.startsWith("-fprint") || value === "-fls") effects.push("critical");
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(value)) return;
    const [name, ...rest] = args.slice(at + 1).map(({ word }) => word);
    if (!name) return;
    const end = rest.findIndex((word) => word.value === ";" || word.value === "+");
    const suffix = end < 0 ? rest : rest.slice(0, end);
    const command = { type: "Command", pos: name.pos, end: (suffix.at(-1) ?? name).end, name, prefix: [], suffix, args: suffix, redirects: [] } as const;
    effects.push(effectOf(readInvocation(command, text), text));
  });
  return worstEffect(effects);
}

/** It shows something to a person until the person stops it. */
function watches(invocation: Invocation): boolean {
  const { name, subcommand } = invocation;
  if (name === undefined) return false;
  const rule = WATCHES[name] ?? WATCHES[`${name} ${subcommand}`];
  return rule === true || (rule !== undefined && hasOption(invocation, rule));
}
