import { standingOf } from "../../model/standing.ts";
import { drawDependencies, type Drawing } from "../graph.ts";
import { count, type Report } from "../report.ts";
import { drawGraph, MAX_EDGES, MAX_NODES } from "./graph-picture.ts";
import { markup, short, type Markup } from "./markup.ts";
import type { Section } from "./page.ts";
import { table } from "./table.ts";

/** Who waits for whom: a picture, and the same as a table. */
export function dependenciesSection({ wholeWorkspace }: Report): Section | undefined {
  if (!wholeWorkspace) return undefined;
  const drawing = drawDependencies(wholeWorkspace);
  if (drawing.edges.length === 0) return undefined;
  return {
    id: "dependencies",
    title: "Dependencies",
    content: markup`${cycles(drawing)}
${drawing.nodes.length > MAX_NODES || drawing.edges.length > MAX_EDGES ? markup`<p>There are too many to draw.</p>` : picture(drawing)}
${edgeTable(drawing)}`,
  };
}

function picture(drawing: Drawing): Markup {
  const title = `${count(drawing.nodes.length, "session")} and ${count(drawing.edges.length, "dependency", "dependencies")}`;
  return markup`<figure tabindex="0">${drawGraph(drawing, title)}<figcaption>Arrows point the way work goes: from what is done first to what waits for it. A dashed frame is a name that nothing in the workspace has.</figcaption></figure>`;
}

function cycles({ nodes, cycles }: Drawing): Markup | undefined {
  if (cycles.length === 0) return undefined;
  const names = new Map(nodes.map(({ id, name }) => [id, short(name, MAX_NAME)]));
  return markup`<p><strong>These wait for each other and never start:</strong></p>
<ul>${cycles.slice(0, MAX_CYCLES).map(
    (cycle) =>
      markup`<li>${cycle
        .slice(0, MAX_CYCLE)
        .map((id) => names.get(id)!)
        .join(", which waits for ")}, which waits for ${names.get(cycle[0]!)}</li>`,
  )}</ul>`;
}

const MAX_NAME = 80;
const MAX_CYCLES = 20;
const MAX_CYCLE = 20;
const MAX_ROWS = 2000;

function edgeTable({ nodes, edges }: Drawing): Markup {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const cell = (id: string) => {
    const { name, isDeclared, entry } = byId.get(id)!;
    return `${short(name, MAX_NAME)} (${isDeclared ? ((entry && standingOf(entry)) ?? "state unknown") : "unknown"})`;
  };
  const rows = edges.slice(0, MAX_ROWS).map(
    ({ fromId, toId, checkpoint, document, place, isMet }) =>
      markup`<tr><th scope="row">${cell(fromId)}</th><td>${cell(toId)}</td><td>${checkpoint === undefined ? "it is done" : short(checkpoint, 200)}${isMet && " (which it is)"}</td><td><code>${short(document.path)}:${place.start.line}</code></td></tr>
`,
  );
  return markup`${table("Who waits for whom", ["Session", "waits for", "until", "Said in"], rows)}
${edges.length > MAX_ROWS && markup`<p>And ${edges.length - MAX_ROWS} more.</p>`}`;
}
