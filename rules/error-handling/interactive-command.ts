import type { Select, SyntaxNode } from "unbash";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import type { Edit } from "../../src/finding.ts";
import { descendants } from "../../src/parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import { passagesAbove, sectionAt, sectionPath } from "../../src/parse/prose.ts";
import { scriptSpan } from "../../src/parse/scripts.ts";
import { remembered } from "../../src/remembered.ts";
import { defineRule } from "../../src/rule.ts";
import { hasOption, shortName, type Invocation } from "../../src/shell/commands.ts";
import { findWaiting, type Waiting } from "../../src/shell/interactive.ts";
import { readParts, type PartCommand, type ScriptPart } from "../../src/shell/script-parts.ts";

/**
 * A session has no keyboard. An editor, a pager or a question waits for a
 * person who is not there, and so does everything behind it.
 *
 * ## Bad
 *
 * ````markdown expect=3:1
 * ```bash
 * git add STATUS.md
 * git commit
 * ```
 * ````
 *
 * ````markdown expect=2:1
 * ```bash
 * read -p "Claim this task? " answer
 * [ "$answer" = y ] || exit 1
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * git add STATUS.md
 * git commit -m "claim: task 3"
 * read -t 60 -p "Claim this task? " answer || answer=y
 * ```
 * ````
 */
export default defineRule({
  summary: "A command that waits for a person",
  scope: "script",
  severity: "warning",
  options: z.strictObject({
    ignore: z.array(z.string()).default([]).describe("Commands that may wait, as `tail` or `git commit`"),
  }),
  messages: {
    editor: "`{{command}}` opens an editor and waits for a person to close it: expected {{expected}}",
    prompt: "`{{command}}` asks and waits for a person to answer: expected {{expected}}",
    screen: "`{{command}}` waits for a person to press a key: expected {{expected}}",
    follow: "`{{command}}` goes on until a person stops it: expected {{expected}}",
    repair: "Run it without a person",
  },
  checkDocument(document, { options, report }) {
    if (/(?:^|\/)(?:readme|contributing|changelog)\b/i.test(document.path)) return;
    for (const script of document.scripts) {
      for (const part of readParts(script)) {
        if (part.origin !== "script") continue;
        for (const command of part.commands) {
          // `gh issue comment #$N --body …`: what stands behind the `#` is lost, which is another finding.
          if (
            script.comments.some(({ start }) => start >= command.span.end && start <= command.span.end + 1 && /^#\S/.test(script.text.slice(start, start + 2)))
          )
            continue;
          const waiting = findWaiting(command.invocation) ?? readWaiting(command, part);
          const name = nameOf(command.invocation);
          if (!waiting || options.ignore.includes(name) || options.ignore.includes(command.invocation.name ?? "")) continue;
          if (isProvidedFor(command, waiting, part) || isForPerson(document, script, command.span, waiting)) continue;
          const edits = repair(command, waiting, script);
          report(document, {
            place: script.place(command.span),
            messageId: waiting.kind,
            data: { command: waiting.option === undefined ? name : `${name} ${waiting.option}`, expected: waiting.expected },
            ...(edits && { suggestions: [{ messageId: "repair", edits }] }),
          });
        }
        for (const menu of descendants(part.tree).filter((node): node is Select => node.type === "Select")) {
          if (script.isBadExample(menu) || isFed(menu, part) || isForPerson(document, script, menu, { kind: "prompt" })) continue;
          report(document, {
            place: script.place({ pos: menu.pos, end: menu.body.pos }),
            messageId: "prompt",
            data: { command: "select", expected: "a choice that the script makes itself" },
          });
        }
      }
    }
  },
});

/** `gh pr create`: gh has verbs behind its sub-commands. */
function nameOf(invocation: Invocation): string {
  const name = shortName(invocation);
  const [verb] = invocation.operands;
  return invocation.name === "gh" && verb?.isStatic ? `${name} ${verb.value}` : name;
}

/** `read` from the terminal: not from a pipe, a file or with a time limit. */
function readWaiting({ invocation, node }: PartCommand, part: ScriptPart): Waiting | undefined {
  if (invocation.name !== "read" || hasOption(invocation, /^-[a-zA-Z]*[tu]/)) return undefined;
  if (invocation.args.length === 0 || isFed(node, part)) return undefined;
  return { kind: "prompt", expected: "`-t` with a limit in seconds, or no question at all", repair: { where: "name", text: "read -t 60" } };
}

/** Whether `node` reads from a pipe or a redirection, its own or that of what is around it. */
function isFed(node: SyntaxNode, { tree, commands }: ScriptPart): boolean {
  const own = commandsByNode(commands).get(node);
  const takesInput = (type: string, operator: string) => type === "HereDoc" || type === "HereString" || operator === "<" || operator === "<&";
  if (own?.invocation.redirects.some(({ type, operator }) => takesInput(type, operator))) return true;
  return feeders(tree).some((outer) => {
    if (outer.pos > node.pos || outer.end < node.end || outer === node) return false;
    if (outer.type === "Redirected") return outer.redirects.some(({ type, operator }) => takesInput(type, operator));
    return outer.type === "Pipeline" && outer.commands.length > 1 && outer.commands[0]!.end <= node.pos;
  });
}

const commandsByNode: (commands: ScriptPart["commands"]) => ReadonlyMap<SyntaxNode, PartCommand> = remembered(
  (commands) => new Map(commands.map((command) => [command.node, command])),
);

/** What can give something to a command in it, or take it away from the terminal; few nodes of a script are such. */
const feeders = remembered((tree: ScriptPart["tree"]) =>
  descendants(tree).filter(
    (node) => node.type === "Redirected" || (node.type === "Pipeline" && node.commands.length > 1) || (node.type === "Statement" && node.background === true),
  ),
);

/** Something answers it, ends it, or lets it run beside the script. */
function isProvidedFor({ node, invocation }: PartCommand, { kind }: Waiting, part: ScriptPart): boolean {
  if (invocation.wrappers.some((wrapper) => /^g?timeout$|^nohup$|^setsid$|^script$/.test(wrapper))) return true;
  if (kind === "prompt" && isFed(node, part)) return true;
  return feeders(part.tree).some((outer) => {
    if (outer.pos > node.pos || outer.end < node.end || outer === node) return false;
    if (outer.type === "Statement") return outer.background === true;
    // What reads from it ends it, or shows it without waiting.
    return outer.type === "Pipeline" && outer.commands.length > 1 && outer.commands.at(-1)!.pos > node.pos;
  });
}

/** Words that speak to a person rather than to a session. */
const FOR_PERSON = /\b(?:humans?|person|operators?|manual(?:ly)?|by hand|users?|yourself|(?:new|other|another|separate|own) terminal|terminal \d)\b/i;
/** Accounts and machines are set up before any session runs. */
const BEFOREHAND = /\b(?:prerequisites?|set-?up|getting started|quick ?start|one-time|first time|authenticat\w+|log ?in|credentials)\b/i;
const WATCHING =
  /\b(?:monitor\w*|watch\w*|observ\w+|dashboard|live|real[- ]?time|debug\w*|troubleshoot\w*|diagnos\w+|logs?|logging|follow|progress|status check|inspect\w*|activity)\b/i;

/** Whether the section, the passages above, or a comment give the command to a person. */
function isForPerson({ sections, passages }: Document, script: BashScript, span: BashSpan, { kind, isLogin }: Pick<Waiting, "kind" | "isLogin">): boolean {
  const { start } = scriptSpan(script);
  const above = passagesAbove(passages, start, 2).filter(({ place }) => start - place.end.offset! < NEAR);
  const line = script.text.slice(script.text.lastIndexOf("\n", span.pos) + 1).split("\n", 1)[0]!;
  const texts = [
    ...sectionPath(sectionAt(sections, start)),
    ...above.map(({ text }) => text),
    ...commentsAbove(script, span).map(({ text }) => text),
    /#\s(.*)$/.exec(line)?.[1] ?? "",
  ];
  const isShown = kind === "screen" || kind === "follow";
  return texts.some((text) => FOR_PERSON.test(text) || (isLogin && BEFOREHAND.test(text)) || (isShown && WATCHING.test(text)));
}

/** The comment in front of a command, with the lines of comment right above it. */
function commentsAbove({ comments, text }: BashScript, span: BashSpan): BashScript["comments"] {
  const last = comments.findLastIndex((own) => own.start < span.pos && text.slice(own.end, span.pos).split("\n").length <= 3);
  let first = last;
  while (first > 0 && comments[first]!.ownLine && /^[\r\n\t ]*$/.test(text.slice(comments[first - 1]!.end, comments[first]!.start))) first--;
  return last < 0 ? [] : comments.slice(first, last + 1);
}

/** How far above a script, in characters, the prose speaks of it. */
const NEAR = 200;

function repair({ invocation, span }: PartCommand, { repair: change }: Waiting, script: BashScript): Edit[] | undefined {
  if (!change) return undefined;
  const { where, text } = change;
  if (where === "name") {
    const at = span.pos + script.masked.slice(span.pos, span.end).search(new RegExp(`\\b${invocation.name}\\b`));
    return at < span.pos ? undefined : [{ place: script.place({ pos: at, end: at + invocation.name!.length }), text }];
  }
  const last = lastWord(invocation) ?? span.end;
  const at = where === "before" ? span.pos : last;
  return [{ place: script.place({ pos: at, end: at }), text }];
}

/** Options go behind the last word, not behind a redirection. */
function lastWord({ args }: Invocation): number | undefined {
  return args.at(-1)?.word.end;
}
