import type { Position } from "unist";
import type { Document } from "./document.ts";
import { compareFindings, type Edit, type Finding, type Severity } from "./finding.ts";
import { nearest, quote } from "./nearest.ts";
import { blocksOfType, walkTree } from "./parse/mdast.ts";
import { isPluginRule } from "./plugins/listed.ts";
import { lineText, toPosition, type SourceFile } from "./source.ts";

/**
 * A comment that silences findings:
 * `<!-- prompt-lint-disable-next-line rule[, rule]: reason -->`, or
 * `# prompt-lint-disable-line rule: reason` in a script or YAML.
 */
export interface Directive {
  path: string;
  /** The whole comment. */
  place: Position;
  action: DirectiveAction;
  /** Rule ids as written; empty for all rules. */
  rules: readonly string[];
  /** `""` when none is given. */
  reason: string;
}

/**
 * - `disable-line`: the line the comment starts on
 * - `disable-next-line`: the next line that is not blank
 * - `disable`, `enable`: from here to the `enable` or the end of the file
 * - `disable-file`: the whole file, wherever it stands
 */
export const DIRECTIVE_ACTIONS = ["disable-next-line", "disable-line", "disable-file", "disable", "enable"] as const;
type DirectiveAction = (typeof DIRECTIVE_ACTIONS)[number];

export interface DirectiveOptions {
  findings: readonly Finding[];
  documents: readonly Document[];
  /** All rules, also those that are off. */
  ruleIds: readonly string[];
  /** Whether there are plugins that were not run, whose rules nobody knows. */
  pluginsRefused?: boolean;
  /** How severe an unused directive is; `undefined` when it is not reported. */
  unusedSeverity?: Severity | undefined;
  requireReason?: boolean;
}

export interface DirectiveResult {
  /** Those that nothing silences, and those about the directives themselves; sorted. */
  findings: Finding[];
  /** Those that a directive silences. */
  suppressed: Finding[];
  /** The directive that silences each of them. */
  silencers: ReadonlyMap<Finding, Directive>;
  /** Directives that silence nothing; `enable` is none of them. */
  unused: Directive[];
}

/** Rule ids of what is wrong with a directive itself. No directive silences these. */
const UNUSED_DISABLE = "unused-disable";
const INVALID_DISABLE = "invalid-disable";

/** Takes out the findings that comments in the documents silence. */
export function applyDirectives({
  findings,
  documents,
  ruleIds,
  unusedSeverity,
  pluginsRefused = false,
  requireReason = false,
}: DirectiveOptions): DirectiveResult {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    const own = byPath.get(finding.path);
    if (own) own.push(finding);
    else byPath.set(finding.path, [finding]);
  }
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  const silencers = new Map<Finding, Directive>();
  const unused: Directive[] = [];
  const known = new Set(ruleIds);

  for (const document of documents) {
    const own = byPath.get(document.path) ?? [];
    byPath.delete(document.path);
    const { directives, mistakes } = readDirectives(document);
    const valid: Directive[] = [];
    for (const directive of directives) {
      const wrong = findMistakes(directive);
      mistakes.push(...wrong);
      if (wrong.length === 0) valid.push(directive);
    }
    kept.push(...mistakes);

    const used = new Set<Directive>();
    const removal = ({ place }: Directive): Edit[] => [{ place: wholeLines(document.source, place), text: "" }];
    const findDirective = createLookup(document.source, valid);
    for (const finding of [...own].sort(compareFindings)) {
      const directive = findDirective(finding);
      if (directive) {
        used.add(directive);
        silencers.set(finding, directive);
      }
      (directive ? suppressed : kept).push(finding);
    }
    const idle = valid.filter((directive) => directive.action !== "enable" && !used.has(directive));
    unused.push(...idle);
    if (unusedSeverity)
      kept.push(
        ...idle.map((directive) => ({
          ...toFinding(directive, UNUSED_DISABLE, { message: describeUnused(directive), severity: unusedSeverity }),
          fix: removal(directive),
        })),
      );
  }
  for (const own of byPath.values()) kept.push(...own);
  return { findings: kept.sort(compareFindings), suppressed: suppressed.sort(compareFindings), silencers, unused };

  function findMistakes(directive: Directive): Finding[] {
    const unknown = directive.rules.filter((id) => !known.has(id) && !(pluginsRefused && isPluginRule(id)));
    const messages = unknown.map((id) => `Unknown rule ${inTicks(id)}${suggest(id, ruleIds)}`);
    if (requireReason && directive.action !== "enable" && directive.reason === "")
      messages.push("No reason given: expected one behind a colon, as in `rule: reason`");
    return messages.map((message) => toFinding(directive, INVALID_DISABLE, { message, severity: "error" }));
  }
}

/** The directives of a document in reading order, and what looks like one and is none. */
export function readDirectives(document: Document): { directives: Directive[]; mistakes: Finding[] } {
  const directives: Directive[] = [];
  const mistakes: Finding[] = [];
  if (!document.source.text.includes(PREFIX)) return { directives, mistakes };
  for (const { text, place } of readComments(document)) {
    if (!text.startsWith(PREFIX)) continue;
    const { word, rest } = splitWord(text.slice(PREFIX.length));
    const action = DIRECTIVE_ACTIONS.find((known) => known === word);
    const directive: Directive = { path: document.path, place, action: action ?? "disable", ...parseTarget(rest) };
    if (action) directives.push(directive);
    else
      mistakes.push(
        toFinding(directive, INVALID_DISABLE, {
          message: `Unknown directive ${inTicks(PREFIX + word)}${suggest(word, DIRECTIVE_ACTIONS, PREFIX)}`,
          severity: "error",
        }),
      );
  }
  return { directives, mistakes };
}

const PREFIX = "prompt-lint-";

interface PlacedText {
  text: string;
  place: Position;
}

/** Comments that are comments: not those in a fence that shows how one is written. */
function readComments({ source, tree, scripts, data }: Document): PlacedText[] {
  const comments: PlacedText[] = [];
  // A fence of markdown shows what a document looks like, comments included; those of its scripts are meant.
  const examples = blocksOfType(tree, "embedded").filter(({ lang }) => lang !== null && /^(?:markdown|mdx?)$/i.test(lang));
  let next = 0;
  let exampleEnd = 0;
  for (const { position } of walkTree(tree).filter((node) => node.type === "html")) {
    const from = position!.start.offset!;
    const end = position!.end.offset!;
    // Both are in reading order.
    for (; next < examples.length && examples[next]!.position.start.offset! <= from; next++)
      exampleEnd = Math.max(exampleEnd, examples[next]!.position.end.offset!);
    if (end <= exampleEnd) continue;
    const html = source.text.slice(from, end);
    for (let start = html.indexOf("<!--"); start >= 0;) {
      const close = html.indexOf("-->", start + 4);
      if (close < 0) break;
      comments.push({ text: html.slice(start + 4, close).trim(), place: toPosition(source, { start: from + start, end: from + close + 3 }) });
      start = html.indexOf("<!--", close + 3);
    }
  }
  for (const script of scripts) {
    for (const { text, start, end } of script.comments) comments.push({ text, place: script.place({ pos: start, end }) });
  }
  for (const { comments: own, origin } of data) {
    if (origin !== "fence") comments.push(...own.map(({ text, place }) => ({ text: text.trim(), place })));
  }
  return comments.sort((a, b) => a.place.start.offset! - b.place.start.offset!);
}

function splitWord(text: string): { word: string; rest: string } {
  const end = /[^a-z-]/i.exec(text)?.index ?? text.length;
  return { word: text.slice(0, end), rest: text.slice(end) };
}

/** `rule, rule: reason`. */
function parseTarget(text: string): Pick<Directive, "rules" | "reason"> {
  const colon = text.indexOf(":");
  const names = colon < 0 ? text : text.slice(0, colon);
  const rules = names.split(",").map((name) => name.trim());
  return { rules: [...new Set(rules.filter((name) => name !== ""))], reason: colon < 0 ? "" : text.slice(colon + 1).trim() };
}

/** Finds the directive that silences a finding. Findings have to be asked for in reading order. */
function createLookup(source: SourceFile, directives: readonly Directive[]): (finding: Finding) => Directive | undefined {
  const file = createSilence();
  const lines = new Map<number, Silence>();
  const ranges = createSilence();
  const switches: Directive[] = [];
  const nextLines = new Map<number, number>();
  for (const directive of directives) {
    const { action, place } = directive;
    if (action === "disable" || action === "enable") {
      switches.push(directive);
    } else if (action === "disable-file") {
      silence(file, directive);
    } else {
      const line = action === "disable-line" ? place.start.line : findNextLine(place.end.line);
      const own = lines.get(line) ?? createSilence();
      lines.set(line, own);
      silence(own, directive);
    }
  }

  let next = 0;
  return ({ ruleId, place }) => {
    for (; next < switches.length && isBefore(switches[next]!.place, place); next++) {
      const directive = switches[next]!;
      if (directive.action === "disable") silence(ranges, directive);
      else unsilence(ranges, directive);
    }
    const own = lines.get(place.start.line);
    return (own && findSilencer(own, ruleId)) ?? findSilencer(ranges, ruleId) ?? findSilencer(file, ruleId);
  };

  /** The next line that is not blank: formatters put a blank line behind a comment. */
  function findNextLine(line: number): number {
    const known = nextLines.get(line);
    if (known !== undefined) return known;
    let found = line + 1;
    while (found < source.lineStarts.length && lineText(source, found).trim() === "") found++;
    nextLines.set(line, found);
    return found;
  }
}

/** Which rules are silent, and the directive that silenced each first. */
interface Silence {
  all: Directive | undefined;
  rules: Map<string, Directive>;
  /** Enabled again since all were disabled. */
  except: Set<string>;
}

function createSilence(): Silence {
  return { all: undefined, rules: new Map(), except: new Set() };
}

function silence(state: Silence, directive: Directive): void {
  if (directive.rules.length === 0) {
    state.all ??= directive;
    state.except.clear();
  }
  for (const id of directive.rules) if (!state.rules.has(id)) state.rules.set(id, directive);
}

function unsilence(state: Silence, { rules }: Directive): void {
  if (rules.length === 0) {
    state.all = undefined;
    state.rules.clear();
  }
  for (const id of rules) {
    state.rules.delete(id);
    state.except.add(id);
  }
}

function findSilencer({ all, rules, except }: Silence, ruleId: string): Directive | undefined {
  return rules.get(ruleId) ?? (except.has(ruleId) ? undefined : all);
}

function isBefore({ start: a }: Position, { start: b }: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}

function toFinding({ path, place }: Directive, ruleId: string, { message, severity }: Pick<Finding, "message" | "severity">): Finding {
  return { ruleId, messageId: ruleId, message, severity, path, place, related: [], suggestions: [] };
}

/** The comment, and its line where nothing else stands on it. */
function wholeLines(source: SourceFile, place: Position): Position {
  const { text } = source;
  const start = text.lastIndexOf("\n", place.start.offset! - 1) + 1;
  const lineEnd = text.indexOf("\n", place.end.offset);
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const isAlone = text.slice(start, place.start.offset).trim() === "" && text.slice(place.end.offset, end).trim() === "";
  return isAlone ? toPosition(source, { start, end }) : place;
}

function describeUnused({ action, rules }: Directive): string {
  const what = rules.length === 0 ? "no finding" : `no finding of ${rules.map(inTicks).join(", ")}`;
  return `${inTicks(PREFIX + action)} silences ${what}: expected it where there is one, or gone`;
}

function suggest(word: string, choices: readonly string[], prefix = ""): string {
  const best = nearest(word, choices);
  return best === undefined ? "" : `, did you mean ${inTicks(prefix + best)}?`;
}

function inTicks(text: string): string {
  return `\`${quote(text).slice(1, -1).replaceAll("`", "'")}\``;
}
