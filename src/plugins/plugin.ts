import type { z } from "zod";
import type { Document } from "../document.ts";
import type { Severity } from "../finding.ts";
import type { Board } from "../model/board.ts";
import type { Prompt } from "../model/prompt.ts";
import type { RuleContext, Scope, Section } from "../rule.ts";
import type { Workspace } from "../workspace.ts";

/** What a plugin's module exports, as its default or as `rules`. */
export interface Plugin {
  rules: readonly PluginRule[];
}

/**
 * A rule of somebody else. It is on, with its own severity, in the presets
 * `recommended` and `strict`; it decides no item of the checklist.
 */
export interface PluginRule<Options = unknown, MessageId extends string = string> {
  /** The plugin's name and the rule's: `house/vague-deadline`. */
  id: `${string}/${string}`;
  /** The defect in one sentence without a full stop. */
  summary: string;
  /** Which documents `checkDocument` gets: by default `prompt`. */
  scope?: Scope;
  /** By default `warning`. */
  severity?: Severity;
  /** Where reports put its findings; by default beside our sections. */
  section?: Section;
  /** Whether it is on in preset `minimal` as well. */
  minimal?: boolean;
  /** Markdown that `prompt-lint explain` shows below the summary. */
  docs?: string;
  /** A schema of zod 4, or a JSON Schema, of an object; it has to take `{}`. Without it the rule has no options. */
  options?: z.ZodType<Options> | JsonSchema;
  /** The sentences it reports, with `{{name}}` slots. */
  messages: Record<MessageId, string>;
  /** For a rule that judges one file at a time. Like the others, it has to report before it returns. */
  checkDocument?(document: Document, context: RuleContext<Options, MessageId>): void;
  /** For each prompt; what it reports is about that file. */
  checkPrompt?(prompt: Prompt, context: RuleContext<Options, MessageId>): void;
  /** For each status file with session entries; what it reports is about that file. */
  checkBoard?(board: Board, context: RuleContext<Options, MessageId>): void;
  /** For a rule that compares files. */
  checkWorkspace?(workspace: Workspace, context: RuleContext<Options, MessageId>): void;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * - `load`: the caller trusts the workspace, whichever it turns out to be
 * - `own`: run plugins only of the workspace that the working folder lies in
 * - `refuse`: run none; where some are listed, that is one of the problems
 * - plugins: these, in place of those that the config lists
 */
export type PluginChoice = "load" | "own" | "refuse" | readonly Plugin[];

/** Gives back what it gets: lets TypeScript infer the options and message ids, and forget them again. */
export function definePluginRule<Options = Record<string, unknown>, MessageId extends string = string>(rule: PluginRule<Options, MessageId>): PluginRule {
  return rule as unknown as PluginRule;
}
