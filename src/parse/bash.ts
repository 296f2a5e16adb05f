import type { Code } from "mdast";
import { parse, type ParsedScript } from "unbash";
import type { Position } from "unist";
import type { Span } from "../source.ts";
import { findBadStretches } from "./bad-examples.ts";
import { findComments, type Comment } from "./comments.ts";
import type { Excerpt } from "./excerpt.ts";
import { maskScript, type Placeholder } from "./mask.ts";

/** A shell script found anywhere, parsed, that knows where its nodes are in the file. */
export interface BashScript {
  /** The script as its author wrote it. Offsets of `tree` index this text. */
  text: string;
  /** What was parsed: `text` with prose and unquoted placeholders masked at equal length. */
  masked: string;
  /** Of `masked`; what does not parse is in `tree.errors`. */
  tree: ParsedScript;
  /** `<id>`, `[name]`, `{N}`: what a person or session has to fill in, in reading order. */
  placeholders: readonly Placeholder[];
  /** Lines of the text that are no shell: numbered steps, labels, the output in a transcript. */
  prose: readonly Span[];
  comments: readonly Comment[];
  /** Shows commands with what they printed: it tells of a run, and is not to be run. */
  isTranscript: boolean;
  origin: "fence" | "prose" | "file";
  /** The fence it stands in, if any. */
  fence: Code | undefined;
  excerpt: Excerpt;
  /** Labelled as the wrong way (❌, WRONG, Anti-pattern …) as a whole: exempt from rules. */
  badExample: boolean;
  /** Whether a node of `tree` lies in a stretch labelled as the wrong way, by a comment above or behind it. */
  isBadExample(span: BashSpan): boolean;
  /** Place in the file of a node of `tree`. */
  place(span: BashSpan): Position;
}

/** How unbash writes a range. */
export interface BashSpan {
  pos: number;
  end: number;
}

export interface BashOptions {
  origin: BashScript["origin"];
  fence?: Code | undefined;
  badExample: boolean;
}

/** Parses `excerpt` as bash; what does not parse is in `tree.errors`, never an exception. */
export function parseBash(excerpt: Excerpt, { origin, fence, badExample }: BashOptions): BashScript {
  const { masked, placeholders, prose, isTranscript } = maskScript(excerpt.text);
  const tree = parseTree(masked);
  const comments = findComments(masked, tree);
  const badStretches = findBadStretches(excerpt.text, comments);
  return {
    text: excerpt.text,
    masked,
    tree,
    placeholders,
    prose,
    comments,
    isTranscript,
    origin,
    fence,
    excerpt,
    badExample,
    isBadExample: ({ pos, end }) => badExample || badStretches.some((bad) => bad.start <= pos && end <= bad.end),
    place: ({ pos, end }) => excerpt.place({ start: pos, end }),
  };
}

/** Longest script that is parsed, in UTF-16 units; unbash is quadratic in some shapes. */
const MAX_SCRIPT_LENGTH = 64 * 1024;

const REFUSALS = { length: `a script of more than ${MAX_SCRIPT_LENGTH} characters`, depth: "a script that is nested too deeply" };

/** Why a script was not parsed to its end, so that little or nothing can be said of it. */
export function refusalOf({ errors = [] }: ParsedScript): string | undefined {
  // unbash's own guard: "maximum subshell nesting depth exceeded".
  if (errors.some(({ message }) => message === REFUSALS.depth || message.endsWith("nesting depth exceeded"))) return REFUSALS.depth;
  return errors.some(({ message }) => message === REFUSALS.length) ? REFUSALS.length : undefined;
}

function parseTree(text: string): ParsedScript {
  const failed = (message: string): ParsedScript => ({
    type: "Script",
    pos: 0,
    end: text.length,
    shebang: undefined,
    commands: [],
    errors: [{ message, pos: 0 }],
  });
  if (text.length > MAX_SCRIPT_LENGTH) return failed(REFUSALS.length);
  try {
    return parse(text);
  } catch (error) {
    // unbash promises not to throw on bad syntax, but some nests exhaust the stack.
    if (error instanceof RangeError) return failed(REFUSALS.depth);
    throw error;
  }
}
