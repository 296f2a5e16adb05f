import { readStatus, type BoardStatus, type EntryStatus } from "../../model/status.ts";
import type { Report } from "../report.ts";
import { describeEntries, STATUS_COLUMNS } from "../status.ts";
import { markup, short, type Markup } from "./markup.ts";
import type { Section } from "./page.ts";
import { table } from "./table.ts";

/** The boards that were asked for, as the tool understands them. */
export function boardsSection({ workspace, wholeWorkspace }: Report): Section | undefined {
  if (!wholeWorkspace || workspace.boards.length === 0) return undefined;
  const asked = new Set(workspace.boards.map(({ document }) => document.path));
  const boards = wholeWorkspace.boards.filter(({ document }) => asked.has(document.path));
  return { id: "boards", title: "Boards", content: markup`${readStatus(wholeWorkspace, boards).map(boardTable)}` };
}

function boardTable(status: BoardStatus): Markup {
  const { board, entries } = status;
  const columns = STATUS_COLUMNS.filter(({ isAlways = false, value }) => isAlways || entries.some((entry) => value(entry) !== ""));
  return markup`<h3>${short(board.document.path)}</h3>
${table(
  describeEntries(status),
  columns.map(({ title }) => title),
  entries.map((entry) => entryRow(entry, columns)),
)}`;
}

function entryRow(entry: EntryStatus, columns: typeof STATUS_COLUMNS): Markup {
  const cells = columns.map(({ title, value, limit }) => {
    const text = short(value(entry).replace(/\s+/g, " "), 2 * limit);
    return title === "entry" ? markup`<th scope="row">${text}</th>` : markup`<td>${text}</td>`;
  });
  return markup`<tr>${cells}</tr>
`;
}
