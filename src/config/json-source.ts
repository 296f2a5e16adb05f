import { createScanner, findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { createSource, toPoint } from "../source.ts";
import { quote } from "../nearest.ts";
import { UsageError } from "../usage-error.ts";

/** Keys and indexes that lead to a value. */
export type KeyPath = readonly (string | number)[];

/** JSON with comments that knows where its values are. */
export interface JsonSource {
  /** As messages name it. */
  path: string;
  value: unknown;
  /** `path:line:column` of a value, or of what comes nearest to it. */
  locate: (keys: KeyPath) => string;
  /** The same for the key that a value stands behind. */
  locateKey: (keys: KeyPath) => string;
}

/**
 * Parses JSON with comments and trailing commas. Throws a UsageError that
 * names the place of the first mistake.
 */
export function parseJsonSource(path: string, text: string): JsonSource {
  // A byte order mark is no JSON; a blank keeps the columns.
  const source = createSource(path, text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
  const at = (offset: number) => {
    const { line, column } = toPoint(source, offset);
    return `${path}:${line}:${column}`;
  };
  const tooDeep = findTooDeep(source.text);
  if (tooDeep !== undefined) throw new UsageError(`${at(tooDeep)}: nested deeper than ${MAX_DEPTH} levels`);

  const errors: ParseError[] = [];
  const root = parseTree(source.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first || !root) throw new UsageError(`${at(first?.offset ?? 0)}: ${describeParseError(first, source.text)}`);
  const duplicates = findDuplicateKeys(root);
  if (duplicates.length > 0) throw new UsageError(duplicates.map((key) => `${at(key.offset)}: duplicate key ${quote(String(key.value))}`));

  return {
    path,
    value: getNodeValue(root),
    locate: (keys) => at(findNearestNode(root, keys).offset),
    locateKey: (keys) => {
      const parent = findNearestNode(root, keys.slice(0, -1));
      const property = parent.children?.find(({ children }) => children?.[0]?.value === keys.at(-1));
      return at((property ?? parent).offset);
    },
  };
}

const MAX_DEPTH = 32;

/** Where the nesting goes too deep; the parser itself is recursive. */
function findTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth++;
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth--;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

// jsonc-parser's `SyntaxKind`, a const enum that cannot be imported one file at a time.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const END = 17;

function describeParseError(error: ParseError | undefined, text: string): string {
  if (!error || text.trim() === "") return "is empty, expected an object such as {}";
  const name = printParseErrorCode(error.error);
  return `is not JSON: ${PARSE_ERRORS[name] ?? name}`;
}

const PARSE_ERRORS: Partial<Record<string, string>> = {
  InvalidSymbol: "unknown word, texts stand in double quotes",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "expected a key in double quotes",
  ValueExpected: "expected a value",
  ColonExpected: "expected a colon",
  CommaExpected: "expected a comma",
  CloseBraceExpected: "expected a closing `}`",
  CloseBracketExpected: "expected a closing `]`",
  EndOfFileExpected: "expected nothing more",
  InvalidCommentToken: "expected no comment",
  UnexpectedEndOfComment: "a comment that nothing closes",
  UnexpectedEndOfString: "a text that nothing closes",
  UnexpectedEndOfNumber: "this is no number",
  InvalidUnicode: "this is no character",
  InvalidEscapeCharacter: "unknown escape, a backslash is written `\\\\`",
  InvalidCharacter: "a control character in a text",
};

function findDuplicateKeys(root: Node): Node[] {
  const duplicates: Node[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      open.push(child);
      const key = node.type === "object" ? child.children?.[0] : undefined;
      if (key && seen.has(key.value)) duplicates.push(key);
      if (key) seen.add(key.value);
    }
  }
  return duplicates.sort((a, b) => a.offset - b.offset).slice(0, 10);
}

function findNearestNode(root: Node, keys: KeyPath): Node {
  for (let length = keys.length; length > 0; length--) {
    const node = findNodeAtLocation(root, keys.slice(0, length));
    if (node) return node;
  }
  return root;
}
