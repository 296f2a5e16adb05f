import { saysBadExample } from "../../src/parse/bad-examples.ts";
import { findFrontMatter } from "../../src/parse/front-matter.ts";
import { maskScript } from "../../src/parse/mask.ts";
import { isProseLine, isShellLine, readAs } from "../../src/parse/shell-lines.ts";
import { normalizeKey } from "../../src/model/board/field-names.ts";
import { isEnumeration, isLegendTitle } from "../../src/model/board/legend.ts";
import { createStateReader } from "../../src/model/board/state.ts";
import { leadingId, readTitle } from "../../src/model/board/title.ts";
import { readAmount } from "../../src/model/costs.ts";
import { findHiddenCharacters } from "../../src/model/hidden-characters.ts";
import { findIcons, groupOfIcon, leadingIcon } from "../../src/model/icons.ts";
import { saysSeveral } from "../../src/model/prompt.ts";
import { readPathText, readShellPath, withoutAnchor } from "../../src/model/references/path-text.ts";
import { DEFAULT_VOCABULARY, groupOfKnownWord, normalizeKeyword } from "../../src/model/vocabulary.ts";
import { nearest, quote } from "../../src/nearest.ts";
import { normalizePath, parentPath, relativePath, resolvePath } from "../../src/read/paths.ts";
import { createSource, findLineIndex, lineSpan, toPosition, type Span } from "../../src/source.ts";
import { mutateCharacters } from "./mutate.ts";
import { writeText } from "./parse-documents.ts";
import type { Random } from "./random.ts";
import { PATHS, WORDS } from "./seeds.ts";

const STATES = createStateReader(DEFAULT_VOCABULARY);

/** What titles, states, amounts, keys and references are read from. */
export function parseWords(random: Random): unknown {
  const text = mutateCharacters(random.pick(random.once(4) ? PATHS : WORDS), random, () => random.pick(WORDS));
  const source = createSource("a.md", text);
  const state = STATES.readState({ text, locate: (span) => toPosition(source, expectInside(span, text)) });
  const amount = readAmount(text);
  if (amount && !Number.isFinite(amount.amount)) throw new Error(`an amount that is no number: ${JSON.stringify(text)}`);
  for (const { icon, start } of findIcons(text))
    if (text.slice(start, start + icon.length) !== icon) throw new Error(`no icon at ${start} of ${JSON.stringify(text)}`);
  const several = saysSeveral(text);
  if (several) expectInside(several, text);
  return [
    [state, amount, readTitle(text), leadingId(text), leadingIcon(text), groupOfIcon(leadingIcon(text)), STATES.isKeyword(text)],
    [normalizeKey(text), isEnumeration(text), isLegendTitle(text), groupOfKnownWord(text), normalizeKeyword(text), saysBadExample(text)],
    [readPathText(text), readShellPath(text), withoutAnchor(text), several, quote(text), nearest(text, WORDS)],
    [isProseLine(text), isShellLine(text), readAs(text)],
  ];
}

/** A path that is made normal stays so, and lies where it is said to. */
export function parsePath(random: Random): unknown {
  const path = normalizePath(mutateCharacters(random.pick(PATHS), random, () => random.pick(PATHS)));
  if (normalizePath(path) !== path) throw new Error(`${JSON.stringify(path)} is not normal`);
  const whole = resolvePath("/work", path);
  const inside = relativePath("/work", whole);
  if (inside?.split("/").includes("..")) throw new Error(`${JSON.stringify(path)} leaves the root`);
  return [path, inside, parentPath(path)];
}

/** Lines, hidden characters, front matter, placeholders of a text. */
export function parseLines(random: Random): unknown {
  const text = writeText(random.once(2) ? "bash" : "markdown", random);
  const source = createSource("a.md", text);
  for (let line = 1; line <= source.lineStarts.length; line++) {
    const { start } = expectInside(lineSpan(source, line), text);
    if (findLineIndex(source.lineStarts, start) !== line - 1) throw new Error(`line ${line} starts on another`);
  }
  const hidden = findHiddenCharacters(text).map((span) => ({ ...span, ...expectInside(span, text) }));
  const frontMatter = findFrontMatter(text);
  if (frontMatter) expectInside(frontMatter.content, text);
  const { masked, placeholders } = maskScript(text);
  if (masked.length !== text.length) throw new Error("what is masked is not as long as the script");
  for (const placeholder of placeholders)
    if (text.slice(placeholder.start, placeholder.end) !== placeholder.text) throw new Error(`no placeholder at ${placeholder.start}`);
  return [hidden, frontMatter, masked];
}

function expectInside({ start, end }: Span, text: string): Span {
  if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`${start} to ${end} of ${JSON.stringify(text.slice(0, 300))}`);
  return { start, end };
}
