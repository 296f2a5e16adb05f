import type { Edit } from "../finding.ts";
import type { SourceFile } from "../source.ts";

/** What `--fix` would do, in markdown: the text of one short edit, else where it edits. */
export function describeFix(edits: readonly Edit[], source: SourceFile | undefined): string {
  const [edit] = edits;
  const single = edits.length === 1 && edit ? describeEdit(edit, source) : undefined;
  return `${single ?? describePlaces(edits)}: ${COMMAND}`;
}

const COMMAND = "`prompt-lint --fix`";
/** UTF-16 units of a text that is shown. */
const MAX_TEXT = 60;

function describeEdit({ place: { start, end }, text }: Edit, source: SourceFile | undefined): string | undefined {
  const old = source && start.offset !== undefined && end.offset !== undefined ? source.text.slice(start.offset, end.offset) : undefined;
  const isShown = (part: string) => part.trim() !== "" && part.length <= MAX_TEXT && !/[\r\n`]/.test(part);
  if (text === "") return old !== undefined && isShown(old) ? `delete \`${old}\` in line ${start.line}` : undefined;
  if (!isShown(text)) return undefined;
  if (old === "") return `insert \`${text}\` in line ${start.line}`;
  return old !== undefined && isShown(old) ? `replace \`${old}\` by \`${text}\`` : `write \`${text}\` in line ${start.line}`;
}

function describePlaces(edits: readonly Edit[]): string {
  const lines = [...new Set(edits.map(({ place }) => place.start.line))].sort((a, b) => a - b);
  const where = lines.length === 1 ? `line ${lines[0]}` : `lines ${joinLines(lines)}`;
  const verb = edits.every(({ text }) => text === "") ? "delete" : "replace";
  return `${verb} ${edits.length === 1 ? "a text" : `${edits.length} places`} in ${where}`;
}

function joinLines(lines: readonly number[]): string {
  return lines.length > MAX_LINES ? `${lines[0]} to ${lines.at(-1)}` : `${lines.slice(0, -1).join(", ")} and ${lines.at(-1)}`;
}

const MAX_LINES = 4;
