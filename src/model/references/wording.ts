import type { Span } from "../../source.ts";
import type { FileReference } from "../references.ts";

/** What is around a word that names a file. */
export interface Surroundings {
  /** The paragraph, list item, cell, comment or string. */
  text: string;
  /** Where the word stands in `text`. */
  at: Span;
  /** What introduces `text`: «Read these first:», the header of the column; `""` without. */
  label: string;
  /** Titles of the sections it stands in, innermost last. */
  titles: readonly string[];
  /** Whether the word starts a list item or row, as in a list of files with remarks. */
  leads: boolean;
  isLink: boolean;
  isFolder: boolean;
  /** What stands before it in its inline code: `cat ` of `cat x.md`. */
  command: string;
}

export interface Saying {
  use: FileReference["use"];
  /** Only a list of files says so: `read` holds when others of the list are there. */
  listed: boolean;
}

/** What the text around a word says of the file that it names. */
export function readSaying(around: Surroundings): Saying {
  const { text, at, label, titles, leads, isLink, isFolder, command } = around;
  const { before, after } = clauseAround(text, at);
  const said = (use: FileReference["use"]): Saying => ({ use, listed: false });

  const isShown = isLink || /\bsee(?: also)?[:：]?\s*["'`*(]*$/i.test(before);
  if (EXAMPLE_BEFORE.test(before) || EXAMPLE_LIST.test(before) || FILLED_IN.test(before) || FILLED_IN.test(after)) return said("placeholder");
  if (EXAMPLE_LABEL.test(label) || (!isShown && titles.some((title) => EXAMPLE_TITLE.test(title)))) return said("placeholder");
  if (MADE_AFTER.test(after) || MEASURED_AFTER.test(after)) return said("made");
  if (saysOptional(before) || saysOptional(after) || OPTIONAL_LABEL.test(label) || isConditional(before)) return said("optional");
  if (READ_AFTER.test(after)) return said("read");
  if (namesOtherPlace(before) || namesOtherPlace(after)) return said("elsewhere");
  if (command.trim() !== "") return said(READS_NEXT.test(command) ? "read" : MAKES_NEXT.test(command) ? "made" : "named");
  // Slash commands run lines that start with `!`.
  if (READS_NEXT.test(/(?:^|\n)\s{0,9}!\s{0,2}([^\n]{0,100})$/.exec(before)?.[1] ?? "")) return said("read");
  if (ANY_BEFORE.test(before) || PLURAL_AFTER.test(after) || OF_OTHERS.test(before)) return said("named");
  // `@docs/x.md` puts the file into the prompt.
  if (text[at.start] === "@" && !isFolder) return said("read");

  const governed = nearestVerb(before) ?? (READS_CJK.test(before) ? "read" : undefined);
  // «Write your notes in sessions/» makes a file there, not the folder; «Build X from plan.md» reads the plan.
  if (governed === "made" && isFolder && /\b(?:in|into|to|under|inside|within|at|from)\s*["'`(*]*$/i.test(before)) return said("named");
  if (governed === "made" && SOURCE_BEFORE.test(before)) return said("read");
  // «Implement the imports of phase 1, with all that is asked for there, from plan.md»: the verb may stand far in front.
  if (governed === "named" && SOURCE_OF_WORK.test(before)) return said("read");
  if (governed) return said(governed);
  if (MADE_LABEL.test(label)) return said("made");
  const field = /[:：→=]/.test(before) ? (FIELD.exec(withoutList(before))?.[0] ?? "") : "";
  if (MADE_LABEL.test(field)) return said("made");
  if (READ_FIELD.test(field) || (label !== "" && READ_FIELD.test(label))) return said("read");
  const introduced = label === "" ? undefined : (nearestVerb(label.replace(/[:：]\s*$/, " ")) ?? (READ_LABEL.test(label) ? "read" : undefined));
  if (introduced) return said(introduced);
  if (titles.some((title) => MADE_LABEL.test(title))) return said("made");
  if (isLink) return said("read");
  if (field === "" && leads && (LIST_LABEL.test(label) || LIST_LABEL.test(titles.at(-1) ?? ""))) return { use: "read", listed: true };
  return said("named");
}

/** `Related: a.md, ` without the files in front of the last one. */
function withoutList(before: string): string {
  let rest = before;
  for (let count = 0; count < 10; count++) {
    const item = /["'`*(]{0,3}[\w./-]{1,100}["'`*)]{0,3}\s{0,2}(?:[,&+]|and|or)\s{1,2}["'`*(]{0,3}$/.exec(rest);
    if (!item) break;
    rest = rest.slice(0, item.index);
  }
  return rest;
}

function clauseAround(text: string, { start, end }: Span): { before: string; after: string } {
  const before = text.slice(Math.max(0, start - MAX_CLAUSE), start);
  const after = text.slice(end, end + MAX_CLAUSE);
  let cut = 0;
  for (const match of before.matchAll(SENTENCE_END)) cut = match.index + match[0].length;
  const stop = after.search(SENTENCE_END);
  return { before: before.slice(cut), after: stop < 0 ? after : after.slice(0, stop + 1) };
}

/** Longest stretch on each side of a word that is read, in UTF-16 units. */
const MAX_CLAUSE = 200;

// A line end ends a sentence where the next line starts like one, or like a list item, label or path.
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|vs|cf|incl|approx|esp))[.!?;]\s{1,3}|\n(?=\s{0,12}[-*\d#>"'`/~A-Z\u{80}-\u{10ffff}])/gu;

/** What the last verb before a file does with it; `undefined` without a verb that speaks of it. */
function nearestVerb(before: string): FileReference["use"] | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of before.matchAll(VERB)) if (!isAdjective(match, before)) last = match;
  if (!last?.groups) return undefined;
  const { read, made } = last.groups;
  const between = before.slice(last.index + last[0].length);
  const ahead = before.slice(0, last.index);
  if (read !== undefined) {
    // «Write the details in x.md», «Keep the checklist in x.md»
    if (NOUN_PHRASE.test(read)) {
      const verb = TELLS.test(ahead) ? "made" : nearestVerb(ahead);
      if (verb === "made" || (verb === "named" && !/\b(?:complete|finish|process|claim)\b/i.test(ahead))) return verb;
    }
    // «Reference x.md», but not «Reference implementation: x.md»
    if (/^reference$/i.test(read) && !/^\s+(?:the |this )?["'`*(]{0,4}$/i.test(between)) return undefined;
    if (NEGATION.test(ahead) || (/^see$/i.test(read) && EXPECTED.test(ahead))) return "named";
    if (!isImperative(ahead) && !PARTICIPLE.test(read)) return undefined;
    if (/^(?:check|look|see)$/i.test(read) && /^\s+(?:if|whether|for|that)\b/i.test(between)) return "optional";
    return between.length <= (DIRECT.test(read) ? 25 : 70) && !(DIRECT.test(read) && /\b(?:for|to|as|in|on|with)\b/i.test(between)) ? "read" : "named";
  }
  if (made !== undefined) return between.length <= 70 ? "made" : "named";
  return "named";
}

/** «Read the updated plan in x.md» is about reading. */
function isAdjective({ 0: word, index, groups }: RegExpMatchArray, before: string): boolean {
  return groups?.["read"] === undefined && groups?.["made"] === undefined && /ed$/i.test(word) && DETERMINER.test(before.slice(0, index));
}

const DETERMINER = /\b(?:the|all|any|each|every|its?|your|their|our|these|those|an?)\s+$/i;

/** Whether a verb behind `ahead` tells the reader to do something: «Load test» does not. */
function isImperative(ahead: string): boolean {
  const text = ahead.trimEnd();
  if (text === "" || !/[\p{L}\p{N}]$/u.test(text)) return true;
  return /\b(?:and|then|to|must|should|shall|please|can|may|also|always|first|finally|next|now|you|or|just|simply|immediately|carefully|fully|by|before|after|when|step \d{1,3}|sessions?|agents?|workers?|again|instead|quickly|have|everyone|everybody|all|else|if (?:blocked|unsure|stuck|needed))$/i.test(
    text,
  );
}

const VERB = new RegExp(
  String.raw`\b(?:(?<read>re-?read|read(?:ing)?|see|reference|check|review(?:ing)?|follow(?:ing)?|open|load|consult|refer(?:ring)? (?:back )?to|look (?:at|in|into)|us(?:e|ing)|run(?:ning)?|execute|stud(?:y|ying)|examine|inspect|view|according to|(?:as )?(?:described|documented|defined|specified|explained|detailed|outlined|listed) (?:in|by|at)|(?:details|instructions|steps|rules|requirements|protocol|procedure|checklist|template) (?:in|from|at)|(?:instructions|tasks?|mission|brief|briefing|assignment|guidelines|rules|protocol|checklist|template|queue) (?:is|are|lives?|can be found) (?:in|at)|(?:status board|task board|task queue|source of truth|mission file) is|work through|find your [\w -]{1,40} in|claim (?:an?|the|your|one|next)(?: [\w-]{1,30}){1,3} (?:from|in)|start with|begin with|familiari[sz]e yourself with|paste|(?:pick|choose|select|take)(?: [\w-]{1,30}){1,6} from|cat)` +
    String.raw`|(?<made>creat(?:e[sd]?|ing)|(?:re)?writ(?:e|es|ing|ten)|sav(?:e[sd]?|ing)|generat(?:e[sd]?|ing)|produc(?:e[sd]?|ing)|outputs?|export(?:s|ed|ing)?|append(?:s|ed|ing)?|add(?:s|ed|ing)?|log(?:s|ged|ging)?|record(?:s|ed|ing)?|put|stor(?:e[sd]?|ing)|emits?|touch|draft|makes?|build|deliver|implement(?:s|ed|ing)?|post(?:s|ed|ing)?|publish(?:es|ed)?|compil(?:e[sd]?|ing)|document(?:s|ed|ing)? in|report(?:s|ed|ing)? (?:in|to)|not(?:e|ed|ing) in|init(?:iali[sz]e)?|scaffold|set up|populate|persist|capture|dump|collect|synthesi[sz]e|cop(?:y|ies|ied))` +
    String.raw`|(?:improv|updat|maintain|fill (?:in|out)|fix|deploy|edit|modif|chang|extend|refactor|mov|delet|remov|renam|test|verif|validat|commit|push|enhanc|complet|finish|mark|set|list|contain|includ|stag|shar|monitor|watch|track|pars|compar|integrat|migrat|replac|ensur|confirm|identif|find|locat|search|discover|skip|ignor|avoid|assign|claim|touch|convert|merg|resolv|protect|keep|call|import|mention|cit|nam|expect|requir|need|want|lack|analy[sz]|process|scan|submit|attach|send|pass)(?:[esy]|es|ed|ing|ies|ied)?)\b(?![-/.])`,
  "gi",
);

/** Not a verb at all, but what is to be read, and where it is. */
const NOUN_PHRASE = /^(?:details|instructions|steps|rules|requirements|protocol|procedure|checklist|template|tasks?|mission|brief|guidelines|queue)\b/i;
const TELLS = /\b(?:document|explain|describe|summari[sz]e|outline|define|specify)\s[^.!?]{0,40}$/i;
/** Forms that speak of a file without telling anybody to open it first. */
const PARTICIPLE = /ing$|\b(?:in|by|at|from|to|is)$/i;
/** Verbs whose object stands right behind them: «use X», not «use Y for X». */
const DIRECT = /^(?:us(?:e|ing)|run(?:ning)?|execute|cat)$/i;
const NEGATION = /\b(?:not|never|don['’]?t|doesn['’]?t|avoid|without|no need to|instead of|rather than|won['’]?t|can['’]?t|cannot)\s+(?:\w+\s+)?$/i;

/** What the reader will see is no order to look. */
const EXPECTED = /\b(?:you|should|will|would|may|might|can|to)(?:['’]ll)?\s+$/i;

// Without `u`, and with one `\b`: with both in each alternative it took a hundred times as long, on every word that names a file.
const OPTIONAL =
  /\b(?:if (?:it |they |one |any |a |the (?:file|folder|directory) )?(?:is |are )?(?:exists?|present|available|missing|any|needed|applicable|relevant|found)\b|if (?:there is|there's|not exist)|optional(?:ly)?\b|may (?:not )?exist|(?:does(?:n['’]t| not)|do(?:n['’]t| not)|did(?:n['’]t| not)) exist|to be (?:created|written|added|generated|determined)|will be (?:created|written|added|generated|made|available)|when (?:first )?(?:needed|available|present|created)|planned\b|TB[DC]\b|coming soon\b|not yet\b|missing (?:file|folder)|create (?:it )?if\b|or create\b|renamed?\b|legacy\b|deprecated\b|obsolete\b|exists?\b|no longer\b|gitignored?\b|(?:look|poll|wait|monitor|watch)(?:s|ing|ed)? for\b|generated\b|auto-?(?:created|generated)\b|at runtime\b|(?:often|usually|typically|commonly|possibly|perhaps|might|may be|probably)\b|if (?:you )?(?:have|want|need)\b|non-?existent\b|future\b)/i;
const GONE = /\bmissing\b(?! \p{L})|\b(?:deleted?|removed?)\b(?! \p{L}[^.;\n]{0,60} (?:from|in)\b)/iu;

function saysOptional(clause: string): boolean {
  return OPTIONAL.test(clause) || GONE.test(clause);
}

const EXAMPLE_BEFORE = /\be\.g\.?|\bfor (?:example|instance)\b|\bsuch as\b|\bexamples?\b|\bi\.e\b/i;
/** «names like `a.md`, `b.md`», up to the file. */
const EXAMPLE_LIST =
  /\b(?:like|including|named|called|variants?|variations?)\s{1,3}(?:[("'`]{0,3}[\w./*-]{1,60}[)"'`]{0,3}(?:,\s{0,3}|\s(?:or|and)\s)){0,6}["'`(*]{0,4}$/i;
/** «from `{project-root}`»: the folder is filled in. */
const FILLED_IN = /\b(?:in|from|under|inside|within|at|below|of|into) (?:the )?["'`]?(?:\{|<\w|\$[\w{])/i;
const READS_NEXT =
  /^(?:(?:uv run|poetry run|sudo|time|git pull(?: \S+)? &&) )?(?:cat|less|more|head|tail|bash|sh|zsh|source|\.|python3?|node|wc|view|open)\s+(?:-\S+\s+){0,4}["']?$/;
/** Chinese and Japanese have no blank between a verb and its object. */
const READS_CJK = /(?:阅读|閱讀|读取|查看|参考|參考|参见|详见|参照|读|読む)[：:]?\s{0,3}["'`*(「《（]{0,3}$/u;
const MAKES_NEXT = /(?:>|\btee|\btouch|\bmkdir(?: -p)?)\s*["']?$/;
/** What a label has to say for the files below it not to be there: «When no work is available:» does not. */
const OPTIONAL_LABEL =
  /\bif (?:it |they )?(?:exists?|present)\b|\boptional\b|\bto be created\b|\bwill be (?:created|generated)\b|\bplanned\b|\bfuture\b|\bnot yet\b|\bmissing\b|\b(?:deleted?|removed?|renamed?|legacy|deprecated|obsolete)\b/i;
const EXAMPLE_TITLE = /\bexamples?\b|\bsamples?\b/i;
const EXAMPLE_LABEL = /\bexamples?\b|\bfor instance\b|\be\.g\./i;
const MADE_AFTER =
  /^[\s)*_`:—–-]{0,6}(?:file |folder )?(?:(?:is|are|will be|gets?|was|were|has been|have been|should be|must be|to be) )?(?:auto-?)?(?:created|generated|written|produced|saved|built|populated)\b|^[\s`]{0,3}\((?:new|created|output|generated|to create|will create|you create|create)\b/i;
/** «(791 lines)» reports what was written. */
const MEASURED_AFTER = /^[\s)*_`:|—–-]{0,6}\(?[~+≈]?\d[\d,.]{0,9}\+?\s?(?:lines?|loc|kb|k|mb|bytes|words|pages|tests?)\b/i;
/** «plan.md (read first)» */
const READ_AFTER = /^[\s`*_"')]{0,4}(?:\(|[—–-] ?)(?:please |must |always )?(?:re-?)?read\b(?!-)(?! (?:only|by|later)\b)/i;
const SOURCE_BEFORE = /\b(?:from|based on|following|per|using|according to)\s{1,3}["'`(*]{0,4}$/i;
const SOURCE_OF_WORK = /^[\s\d.)*_-]{0,12}(?:implement|build|create|execute)\s[^.!?]{1,180} (?:from|based on|following|according to)\s{1,3}["'`*(]{0,4}$/i;
const ANY_BEFORE = /\b(?:not|an?|any|each|every|all|per-\w+|no|some|another|other|its|their|project|repo)['’]?s? ["'`*_]{0,3}$/i;
const PLURAL_AFTER = /^[`*_"']{0,3}[ -](?:files|templates?|documents|extension|convention|pattern)\b/i;
const OF_OTHERS = /\b(?:sessions|agents|workers|teams|others|projects?)['’]s?\s["'`*_]{0,3}$|\b(?:session|agent|worker|project)['’]s\s["'`*_]{0,3}$/i;

// A condition that the file itself stands in: «If plan.md is there, …», not «If blocked, read plan.md».
function isConditional(before: string): boolean {
  const condition = /\b(?:if|whether|unless|once|until|in case|verify|ensure|confirm|make sure)\b([^,:→]{0,120})$/i.exec(before);
  return condition !== null && !/\b(?:read|see|review|follow|consult|refer to|run|load|use)\b/i.test(condition[1]!);
}

// «in the billing repository», «from your project»; «this repository» is the one at hand.
function namesOtherPlace(text: string): boolean {
  for (const { groups } of text.matchAll(OTHER_PLACE)) if (!OWN_PLACE.test(groups!["which"] ?? "this")) return true;
  return false;
}

const OTHER_PLACE =
  /\b(?:in|from|of|inside|within|at|on|to) (?:the |your |their |each |an? )?(?<which>[\w./-]{1,60}) (?:repo(?:sitory)?|project|codebase|branch|worktree|machine|package)s?\b/gi;
const OWN_PLACE = /^(?:this|the|same|our|current|root|own|entire|whole|right|correct|main|master|shared|common)$/i;

/** A label right in front: `Mission File: `, `**Output**: `. */
const FIELD = /(?:^|[-*•|(>\n]\s{0,3}|\d[.)]\s)[\p{L}\p{N}][\p{L}\p{N} /&'’()+_-]{0,60}[:：→=]\s{0,3}["'`*_[(<]{0,4}$/u;

const MADE_LABEL =
  /\b(?:outputs?|deliverables?|creat(?:e[sd]?|ing)|files? (?:to )?(?:create|modify|add|change|touch|write|update|produce)\w*|(?:created|modified|changed|added|updated|generated) (?:files?|documents?)|new|artifacts?|results?|produces?|generates?|writes?|reports?|saves?|logs?|target|destination|goal|acceptance|implementation|completion|success|done)\b/i;
const READ_LABEL = /\b(?:read(?:ing)?|see also|review|references?|context files?|more info(?:rmation)?|consult)\b/i;
const READ_FIELD =
  /^\W*(?:mission(?: file| brief)?|instructions?|briefing|protocol|(?:see )?references?|(?:full |more |further |complete |detailed )+(?:details|docs|documentation|guide|instructions|spec(?:ification)?|info(?:rmation)?)|(?:main|full|complete|detailed) (?:\p{L}{1,20} ){0,3}(?:documentation|plan|design|protocol|guide|references?)|(?:resume|start|setup|launch|your|session) instructions|(?:\p{L}{1,20} ){0,2}(?:prompt|hand-?over|hand-?off)|related(?: \p{L}{1,20})?|prompt file|details|source of truth|read|see|see also|task file|status (?:file|board)|spec(?:ification)? file|context file|docs|documentation)\W*$/iu;
const LIST_LABEL =
  /\b(?:files|documents?|documentation|docs|protocols?|references?|resources|guides?|see also|related|reading|synchroni[sz]ation|communication|materials)\b/i;
