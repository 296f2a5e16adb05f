import type { Position } from "unist";
import type { z } from "zod";
import type { Document } from "./document.ts";
import type { Edit, RelatedPlace, Severity } from "./finding.ts";
import type { Board } from "./model/board.ts";
import type { Prompt } from "./model/prompt.ts";
import type { Workspace } from "./workspace.ts";

export interface Problem<MessageId extends string> {
  place: Position;
  messageId: MessageId;
  /** Fills the `{{name}}` slots of the message. */
  data?: Record<string, string | number>;
  /** Only to report a part of what the rule finds as less severe; never raises it. */
  severity?: Severity;
  /**
   * How severe it is outside preset `strict` and the checklist, where that is
   * less: what leaves an item open, and as likely as not stalls nobody.
   */
  outsideStrict?: Severity | "off";
  /** The checklist items that it fails, where they are not all of its rule's. */
  items?: readonly number[];
  related?: RelatedPlace[];
  fix?: Edit[];
  suggestions?: { messageId: MessageId; data?: Record<string, string | number>; edits: Edit[] }[];
}

export interface RuleContext<Options, MessageId extends string> {
  options: Options;
  workspace: Workspace;
  report: (document: Document, problem: Problem<MessageId>) => void;
  /** Says that a document could not be judged, and why, to stand behind "as": it has not passed. */
  skip: (document: Document, reason: string) => void;
}

/** Why a rule has nothing to report of a prompt: where the good thing is, or why it does not apply. */
export type Evidence =
  | {
      state: "passed";
      /** Where it is, in the prompt's document or in the one named. */
      place: Position;
      /** The document of `place`, where it is not the prompt's. */
      path?: string;
      /** What is there, in a few words without a full stop: «the push is tested». */
      phrase: string;
    }
  | {
      state: "skipped";
      /** Stands behind "as". */
      why: string;
    };

/**
 * What a rule is about, and what its `checkDocument` gets.
 *
 * - `prompt`: documents that are sent to sessions
 * - `board`: documents that hold session entries
 * - `script`: documents of both kinds, for the scripts in them
 * - `any`: every document that was read
 * - `workspace`: once, over all
 */
export type Scope = (typeof SCOPES)[number];
export const SCOPES = ["prompt", "board", "script", "any", "workspace"] as const;

/**
 * A rule is asked of one thing at a time: a prompt, a board, or another
 * document. What it reports is about the document of that thing, so that the
 * others need not be looked at when only some files were asked for.
 * `checkWorkspace` is for what has no one file to start from. The id of a rule
 * is its file name, its section its folder.
 */
export interface Rule<Schema extends z.ZodType = z.ZodType, MessageId extends string = string> {
  /** The defect in one sentence without a full stop; it stands in tables and in `--help`. */
  summary: string;
  scope: Scope;
  /** Numbers of the pre-deployment checklist items (1 to 30) that it decides. */
  items?: readonly number[];
  /** In preset `recommended`. In `strict` the rules with `items` are errors. */
  severity: Severity;
  /** Whether it is on in preset `minimal`: what can be wrong in any document. */
  minimal?: boolean;
  /** Whether it is on in preset `strict` only: no text is wrong, but it should not go out yet. */
  onlyStrict?: boolean;
  options: Schema;
  messages: Record<MessageId, string>;
  /** For each document that `scope` takes. */
  checkDocument?(document: Document, context: RuleContext<z.output<Schema>, MessageId>): void;
  /** For each prompt. */
  checkPrompt?(prompt: Prompt, context: RuleContext<z.output<Schema>, MessageId>): void;
  /** For each board. */
  checkBoard?(board: Board, context: RuleContext<z.output<Schema>, MessageId>): void;
  checkWorkspace?(workspace: Workspace, context: RuleContext<z.output<Schema>, MessageId>): void;
  /** For one of its checklist items, of a prompt that the rule has nothing to report of; `undefined` when nothing can be pointed at. */
  evidence?(prompt: Prompt, workspace: Workspace, item: number): Evidence | undefined;
}

/** The functions of a rule that are asked. */
export const HOOKS = ["checkDocument", "checkPrompt", "checkBoard", "checkWorkspace"] as const satisfies readonly (keyof Rule)[];

/** A rule with what its place says of it: that of its file, as the generated `rules/index.ts` lists it, or the plugin it is from. */
export interface RegisteredRule {
  id: string;
  /** `general` for what belongs to no section of the checklist. */
  section: Section | "general";
  rule: Rule;
  /** Where it comes from, unless it is one of ours: as the config names it, and markdown for its page. */
  plugin?: { path: string; docs: string | undefined };
}

/** The folders of `rules/`, in the order of the checklist. */
export const SECTIONS = [
  "infrastructure",
  "claiming",
  "repository",
  "error-handling",
  "validation",
  "fallback",
  "documentation",
  "dependencies",
  "health",
  "cost",
] as const;
export type Section = (typeof SECTIONS)[number];

/** Only for the types: lets TypeScript infer the options and message ids, which the rest of the program need not know. */
export function defineRule<Schema extends z.ZodType, MessageId extends string>(rule: Rule<Schema, MessageId>): Rule {
  return rule as unknown as Rule;
}
