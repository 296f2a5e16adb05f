import { parse, type Command, type HereDoc, type ParsedScript, type SyntaxNode } from "unbash";
import { descendants, simpleCommands } from "../parse/bash-tree.ts";
import type { BashScript, BashSpan } from "../parse/bash.ts";
import { readInvocation, writtenFile, type Invocation } from "./commands.ts";
import { remembered } from "../remembered.ts";
import { findForeign } from "./foreign.ts";
import { scriptText, type ShellText } from "./text.ts";

/** A script, or one that it holds for another shell: in `bash -c '…'`, in a here-document. */
export interface ScriptPart {
  tree: ParsedScript;
  text: ShellText;
  /** `here-document`: to the letter what the other shell reads, as its end word is quoted. */
  origin: "script" | "string" | "here-document";
  commands: readonly PartCommand[];
}

/** A simple command that a session is told to run. */
export interface PartCommand {
  node: Command;
  invocation: Invocation;
  /** In the script's text. */
  span: BashSpan;
}

/**
 * `script` and the scripts in it, outermost first. Left out of their commands:
 * prose, output, and what is labelled as the wrong way.
 */
export const readParts: (script: BashScript) => readonly ScriptPart[] = remembered((script) => {
  if (script.badExample) return [];
  const parts: ScriptPart[] = [];
  const open: Omit<ScriptPart, "commands">[] = [{ tree: script.tree, text: scriptText(script), origin: "script" }];
  for (let part = open.shift(); part && parts.length < MAX_PARTS; part = open.shift()) {
    const commands: PartCommand[] = [];
    try {
      const foreign: ReadonlySet<SyntaxNode> = findForeign(part.tree);
      for (const node of simpleCommands(part.tree)) {
        const span = part.text.toScript(node);
        if (foreign.has(node) || script.isBadExample(span)) continue;
        const invocation = readInvocation(node, part.text);
        commands.push({ node, invocation, span });
        if (invocation.inner) open.push({ tree: invocation.inner.tree, text: invocation.inner.text, origin: "string" });
        for (const redirect of invocation.redirects) if (redirect.type === "HereDoc") open.push(...readHereScript(redirect, invocation, part.text));
      }
    } catch (error) {
      // unbash reads parts of words when they are asked for, and recurses where they nest.
      if (!(error instanceof RangeError)) throw error;
    }
    parts.push({ ...part, commands });
  }
  return parts;
});

/** More scripts in a script than anybody writes. */
const MAX_PARTS = 100;

/** What a here-document is for: its target file, or the program that reads it. */
export interface HereDocUse {
  /** `undefined` where it goes to the terminal, a variable or a pipe. */
  file: string | undefined;
  /** Who reads it: `cat`, `python3`, `git` …; `undefined` when only known at run time. */
  reader: string | undefined;
}

export function hereDocUse(invocation: Invocation): HereDocUse {
  const target = invocation.redirects.map(writtenFile).find((word) => word !== undefined);
  const teed = invocation.name === "tee" ? invocation.args.find(({ value }) => !value.startsWith("-"))?.value : undefined;
  return { file: target?.value ?? teed, reader: invocation.name };
}

/** Whether it holds a script for a shell: `cat > run.sh <<'EOF'`, `bash <<'EOF'`, or one that starts with `#!/bin/bash`. */
export function isShellText(body: string, { file, reader }: HereDocUse): boolean {
  if (/^\s*#!.{0,60}\b(?:ba|da|z|k)?sh\b/.test(body)) return true;
  if (file !== undefined) return /\.(?:sh|bash|bats)$|\/hooks\/[a-z-]+$/.test(file);
  return reader !== undefined && SHELLS.has(reader);
}

const SHELLS = new Set(["bash", "sh", "zsh", "dash", "ksh", "ssh"]);

function readHereScript({ delimiter, operator, body }: HereDoc, invocation: Invocation, text: ShellText): Omit<ScriptPart, "commands">[] {
  // `<<-` takes tabs off, which the places below would not know of.
  if (!delimiter?.quoted || operator !== "<<" || invocation.inner) return [];
  const source = text.source.slice(body.pos, body.end);
  if (!isShellText(source, hereDocUse(invocation))) return [];
  const toScript = ({ pos, end }: BashSpan) => text.toScript({ pos: pos + body.pos, end: end + body.pos });
  return [{ tree: parse(source), text: { source, toScript }, origin: "here-document" }];
}

/** The here-documents of a script, with the command that each is for. */
export function hereDocs(parts: readonly ScriptPart[]): { doc: HereDoc; command: PartCommand; text: ShellText }[] {
  return parts.flatMap(({ commands, text }) =>
    commands.flatMap((command) => command.invocation.redirects.flatMap((redirect) => (redirect.type === "HereDoc" ? [{ doc: redirect, command, text }] : []))),
  );
}

/** The errors of a tree and of the substitutions in it, each once, in the positions of the tree. */
export function syntaxErrors(tree: ParsedScript): { message: string; pos: number }[] {
  const scripts = [tree, ...descendants(tree).filter((node): node is ParsedScript => node.type === "Script")];
  const errors = scripts.flatMap(({ errors }) => errors ?? []);
  const seen = new Set<string>();
  return errors.filter(({ message, pos }) => !seen.has(`${pos} ${message}`) && seen.add(`${pos} ${message}`));
}
