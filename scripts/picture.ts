// Draws the output of a terminal as SVG: escape sequences become colours, each character keeps its cell.
const CELL = { width: 8.4, height: 18 };
const PADDING = 16;

const COLORS: Record<string, string> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "34": "#79c0ff",
  "35": "#d2a8ff",
  "36": "#56d4dd",
  "90": "#8b949e",
  "91": "#ff7b72",
};

/** An SVG picture of `output`, which may hold SGR sequences (ECMA-48 8.3.117). */
export function drawTerminal(output: string): string {
  const lines = output.trimEnd().split("\n");
  const columns = Math.max(...lines.map((line) => [...line.replace(SEQUENCE, "")].length));
  const width = Math.ceil(columns * CELL.width) + 2 * PADDING;
  const height = lines.length * CELL.height + 2 * PADDING;
  const texts = lines.map((line, index) => `<text x="${PADDING}" y="${PADDING + (index + 0.75) * CELL.height}" xml:space="preserve">${drawLine(line)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...texts.filter((text) => !text.endsWith('"></text>')),
    "</svg>\n",
  ].join("\n");
}

const SEQUENCE = /\u001B\[([\d;]*)m/g;

function drawLine(line: string): string {
  let style = "";
  let drawn = "";
  let at = 0;
  const flush = (text: string): void => {
    if (text !== "") drawn += style === "" ? escape(text) : `<tspan ${style}>${escape(text)}</tspan>`;
  };
  let active: string[] = [];
  for (const match of line.matchAll(SEQUENCE)) {
    flush(line.slice(at, match.index));
    at = match.index + match[0].length;
    for (const code of match[1]!.split(";")) active = applyCode(active, code);
    style = describeStyle(active);
  }
  flush(line.slice(at));
  return drawn;
}

function applyCode(active: string[], code: string): string[] {
  if (code === "" || code === "0") return [];
  if (code === "39") return active.filter((other) => !(other in COLORS));
  if (code === "22") return active.filter((other) => other !== "1" && other !== "2");
  if (code === "24") return active.filter((other) => other !== "4");
  return [...active, code];
}

function describeStyle(active: readonly string[]): string {
  const color = active.findLast((code) => code in COLORS);
  return [
    ...(color ? [`fill="${COLORS[color]!}"`] : []),
    ...(active.includes("1") ? ['font-weight="bold"'] : []),
    ...(active.includes("2") ? ['opacity="0.65"'] : []),
    ...(active.includes("4") ? ['text-decoration="underline"'] : []),
  ].join(" ");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
