import { markup, type Markup } from "./markup.ts";

/** A table of `rows`, which scrolls where it is wider than the page, with the keyboard too. */
export function table(caption: string, titles: readonly string[], rows: readonly Markup[]): Markup {
  return bodies(caption, titles, [markup`<tbody>${rows}</tbody>`]);
}

/** The same with its rows in several bodies. */
export function bodies(caption: string, titles: readonly string[], content: readonly Markup[]): Markup {
  return markup`<div class="wide" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${titles.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
${content}
</table></div>
`;
}
