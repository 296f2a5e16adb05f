import type { Command } from "unbash";
import type { Document } from "../document.ts";
import { BRANCHING, commandName, descendants, simpleCommands } from "../parse/bash-tree.ts";
import type { BashScript } from "../parse/bash.ts";
import { passagesAbove, sectionAt } from "../parse/prose.ts";
import { scriptSpan } from "../parse/scripts.ts";

/**
 * Whether a block lists commands to choose from («Available commands», «Usage»)
 * rather than steps that are run from first to last: nobody goes on to the next
 * line of a list when one of them fails.
 */
export function isMenu(document: Document, script: BashScript): boolean {
  const commands = simpleCommands(script.tree);
  if (commands.length < 2 || !commands.every((command) => mayBeListed(command, script))) return false;
  if (descendants(script.tree).some(({ type }) => type === "AndOr" || BRANCHING.has(type)) || script.comments.some(({ text }) => STEP.test(text))) return false;
  const { start } = scriptSpan(script);
  const labels = [sectionAt(document.sections, start).title, ...passagesAbove(document.passages, start, 1).map(({ text }) => text.slice(-MAX_LABEL))];
  if (labels.some((label) => LISTED.test(label))) return true;
  // Of one program, with another word each.
  const words = commands.map((command) => `${commandName(command)} ${wordOf(command)}`);
  const isOneProgram = new Set(commands.map(commandName)).size === 1 && new Set(words).size === commands.length;
  return isOneProgram && !STEPWISE.has(commandName(commands[0]!)) && labels.some((label) => NAMED.test(label) && !IN_ORDER.test(label));
}

/** UTF-16 units. */
const MAX_LABEL = 120;

/** What a list is called. */
const LISTED =
  /\b(?:allowed|available|useful|common|quick|helpful|handy) (?:[\w-]+ ){0,2}commands?\b|\bcommands? (?:reference|list|summary|policy|overview)\b|\bcheat ?sheet\b|\bquick reference\b|\bmay only (?:run|use)\b|^usage\b/i;
/** «Run the following commands», «Run these first» */
const IN_ORDER = /\b(?:following|these|first|then|in order|steps?)\b/i;
const NAMED = /\bcommands\b|\busage\b|\boptions\b|\bexamples\b/i;

/** Their sub-commands are steps of one another. */
const STEPWISE = new Set(["git", "cd", "mv", "cp", "rm", "mkdir", "sed", "curl", "docker"]);

/** Not in a list: what goes to another folder, keeps a value for later, claims, or changes what others see. */
function mayBeListed(command: Command, script: BashScript): boolean {
  const text = script.text.slice(command.pos, command.end);
  return command.name !== undefined && commandName(command) !== "cd" && !CHANGES.test(text);
}

const CHANGES =
  /^git (?:-\S+ )*(?:add|am|checkout|cherry-pick|clone|commit|fetch|merge|pull|push|rebase|reset|stash|switch|worktree (?:add|remove))\b|^sed (?:-\w+ )*-i/;
/** «# Phase 2: wait for the others, then …» */
const STEP = /\b(?:phase|step) \d|^\W*\d+[.)]|\b(?:then|first|before|afterwards)\b/i;

function wordOf({ args }: Command): string {
  const first = args.find((arg) => arg.type === "Word" && !arg.value.startsWith("-"));
  return first?.type === "Word" ? first.value : "";
}
