import type { Random } from "../fuzz/random.ts";
import { ADJECTIVES, FOLDERS, NAMES, SUFFIXES, THINGS, TOPICS, VERBS } from "./words.ts";

/** A piece of a prompt without a script: a paragraph, a list, a table, a quotation or an example of data. */
export function writePiece(random: Random): string {
  return random.pick([paragraph, paragraph, paragraph, bullets, bullets, numbers, nestedList, table, tasks, quotation, data])(random);
}

/** One of some ways to say it, filled with words. */
export function sentence(random: Random): string {
  return fill(random.pick(SENTENCES), random);
}

function paragraph(random: Random): string {
  return Array.from({ length: 2 + random.below(4) }, () => sentence(random)).join(" ");
}

function bullets(random: Random): string {
  return Array.from({ length: 3 + random.below(5) }, () => `- ${fill(random.pick(ITEMS), random)}`).join("\n");
}

function numbers(random: Random): string {
  return Array.from({ length: 3 + random.below(4) }, (_, index) => `${index + 1}. ${sentence(random)}`).join("\n");
}

function nestedList(random: Random): string {
  const inner = () => Array.from({ length: 1 + random.below(3) }, () => `  - ${fill(random.pick(ITEMS), random)}`).join("\n");
  return Array.from(
    { length: 2 + random.below(3) },
    () => `- **${fill("The {adjective} {thing}", random)}**: ${fill(random.pick(ITEMS), random)}\n${inner()}`,
  ).join("\n");
}

function tasks(random: Random): string {
  return Array.from({ length: 3 + random.below(4) }, () => `- [${random.once(3) ? "x" : " "}] ${fill(random.pick(ITEMS), random)}`).join("\n");
}

function quotation(random: Random): string {
  return `> ${sentence(random)}\n> ${sentence(random)}`;
}

function table(random: Random): string {
  const [head, row] = random.pick(TABLES);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => fill(cell, random)).join(" | ")} |`;
  const rows = Array.from({ length: 3 + random.below(5) }, () => line(row));
  return [line(head), line(head.map(() => "---")), ...rows].join("\n");
}

function data(random: Random): string {
  const values = THINGS.slice(random.below(20), 24).map((thing) => thing.replaceAll(" ", "_"));
  return random.once(2)
    ? `\`\`\`json\n{\n${values
        .slice(0, 5)
        .map((name) => `  "${name}": ${random.below(9000)}`)
        .join(",\n")}\n}\n\`\`\``
    : `\`\`\`yaml\n${values
        .slice(0, 6)
        .map((name) => `${name}:\n  limit: ${random.below(500)}\n  owner: ${random.pick(NAMES)}`)
        .join("\n")}\n\`\`\``;
}

/** Puts a word of its list in each `{word}`. */
function fill(text: string, random: Random): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === "number" ? String(2 + random.below(60)) : random.pick(WORDS[name]!)));
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  adjective: ADJECTIVES,
  folder: FOLDERS,
  name: NAMES,
  suffix: SUFFIXES,
  thing: THINGS,
  topic: TOPICS,
  verb: VERBS,
};

const SENTENCES = [
  "The {adjective} {thing} in `{folder}` is older than the {thing} that it serves, so {verb} both before you touch either.",
  "Most of the {topic} was written in a hurry, and its {adjective} {thing} shows it.",
  "When a {thing} and a {adjective} {thing} disagree, the one in `{folder}` counts.",
  "Please {verb} every {adjective} {thing}, and say in one sentence why it is there.",
  "{name} has looked at the {topic} before and left {number} notes about it.",
  "A {adjective} {thing} costs about {number} minutes a week, which is why the {topic} comes first.",
  "Do not {verb} a {thing} that another session has named in its report.",
  "There are about {number} places that use the {adjective} {thing}; {verb} the three largest.",
  "If the {thing} is larger than {number} lines, {verb} it in two parts and name them `part-{number}.{suffix}`.",
  "Keep the words of the {topic}: a {thing} is a {thing} everywhere, also in the {adjective} parts.",
  "The {topic} depends on the {topic}, but only through one {adjective} {thing}.",
  "What counts is that a person who has never seen the {topic} can {verb} the {thing} afterwards.",
  "Numbers go into the report with their unit and with the {thing} they come from.",
  "We tried to {verb} the {thing} last year; it failed because of a {adjective} {thing} in `{folder}`.",
  "Ask {name} about the {adjective} {thing}, and {name} about everything in `{folder}`.",
  "An example of a good result is the {topic}, where {number} of {number} cases were covered.",
  "Leave the {adjective} {thing} alone: it goes away together with the {topic}.",
  "*Never* guess the {thing}; **{verb}** it, and note the command with which you did.",
  "It is fine to finish with a {adjective} {thing} as long as the report says so.",
  "Of the {number} files in `{folder}` only those that end in `.{suffix}` belong to the {topic}.",
];

const ITEMS = [
  "{verb} the {adjective} {thing} of the {topic}",
  "`{folder}/{thing}.{suffix}`: what it holds and who reads it",
  "every {adjective} {thing}, with its line",
  "no {thing} without a {thing}",
  "the {topic} before the {topic}",
  "at most {number} lines for each {thing}",
  "one {thing} for {name}, one for {name}",
  "**{adjective}** means: older than {number} days",
  "{verb}, then {verb}, and only then {verb}",
  "a {thing} is finished when {number} of its cases are tested",
  "links to the {adjective} {thing}, not copies of it",
  "the {thing} that {name} asked for",
];

const TABLES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ["What", "Where", "Owner"],
    ["{adjective} {thing}", "`{folder}`", "{name}"],
  ],
  [
    ["Part", "Minutes", "Note"],
    ["{topic}", "{number}", "{verb} the {thing}"],
  ],
  [
    ["Term", "Meaning"],
    ["{adjective} {thing}", "a {thing} that is {adjective}"],
  ],
  [
    ["Case", "Wanted", "Seen", "Since"],
    ["{thing} is {adjective}", "{number}", "{number}", "{number} days"],
  ],
];
