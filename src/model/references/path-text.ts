import { normalizePath } from "../../read/paths.ts";

/** A piece of text that reads as the name of a file, folder or command. */
export interface PathText {
  /** Without anchor, line number and trailing slash; `.` and `..` only in front. */
  path: string;
  kind: "file" | "folder" | "command";
  /**
   * What it starts from: `workspace` has a leading slash and may be one of the
   * root (`/rules/x.md`) or of the machine; `outside` is a home folder, `/tmp`,
   * a drive: below it only a copy of this workspace is ours.
   */
  from: "here" | "workspace" | "outside" | "url";
  /** Has a part that somebody fills in: `<id>`, `[name]`, `{N}`, `$X`, `YYYY`. */
  placeholder: boolean;
  /** Has `*` or `?`. */
  wildcard: boolean;
}

/**
 * Where words that may be paths stand in prose. Placeholders hold blanks:
 * `reports/<repo name>.md`.
 */
export const PATH_TOKEN =
  /(?:<[^<>\n]{1,40}>|\[[^[\]\n]{1,40}\]|\{\{?[^{}\n]{1,40}\}?\}|\$\{[^{}\n]{1,40}\}|\$\([^()\n]{1,60}\)|[\p{L}\p{N}_.@~$%+\-/*?:#\\&=…])+/gu;

/** Reads `token` as a path; `undefined` for words, versions, domains, symbols of code. */
export function readPathText(token: string): PathText | undefined {
  if (token.length > MAX_PATH) return undefined;
  const url = /^https?:\/\//i.exec(token);
  if (url) return readUrl(token);
  if (/^[a-z][a-z\d+.-]{1,20}:\/\//i.test(token) || token.startsWith("git@")) return undefined;

  if (SLASH_COMMAND.test(token) && !isFileName(token.slice(1)))
    return { path: token.slice(1), kind: "command", from: "here", placeholder: false, wildcard: false };

  const bare = stripReferenceSuffix(token.replace(/^@/, ""));
  const wildcard = /[*?]/.test(bare);
  const placeholder = hasPlaceholder(bare);
  const isFolder = bare.endsWith("/");
  const path = isFolder ? bare.replace(/\/{1,9}$/, "") : bare;
  if (path === "" || /^[./]+$/.test(path) || /[\\:&=#%]|\/\//.test(path) || path.startsWith("-")) return undefined;
  // «contract-2/3.yaml» is short for two names, «001.md» one of a row.
  if (/\d\/\d/.test(path)) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!isFolder && !isFileName(name)) return undefined;
  if (isFolder && !/[\p{L}\p{N}]/u.test(path)) return undefined;
  return {
    path: path.startsWith("~") || path.startsWith("$") ? path : normalizePath(path),
    kind: isFolder ? "folder" : "file",
    from: startOf(path),
    placeholder,
    wildcard,
  };
}

/** Reads a word of a script, where a path needs no extension. */
export function readShellPath(word: string): PathText | undefined {
  if (word === "" || word === "-" || word.length > MAX_PATH || /[\n\r]/.test(word)) return undefined;
  if (/^https?:\/\//i.test(word)) return readUrl(word);
  if (/^[a-z][a-z\d+.-]{1,20}:|[\\=|;&"'()]|\/\//i.test(word) || word.startsWith("-") || word.startsWith("/dev/") || word.startsWith("/proc/"))
    return undefined;
  const isFolder = word.endsWith("/");
  const path = isFolder ? word.replace(/\/{1,9}$/, "") : word;
  if (path === "" || /^[./]+$/.test(path)) return undefined;
  const from = startOf(path);
  return {
    path: from === "outside" ? path : normalizePath(path),
    kind: isFolder ? "folder" : "file",
    from,
    placeholder: hasPlaceholder(path),
    wildcard: /[*?[]/.test(path),
  };
}

/** Longest text that is taken for a path, in UTF-16 units. */
const MAX_PATH = 300;

/** `/team:stop`, `/spec.plan`: a namespace tells it from a path, but `/claude.md` is one. */
const SLASH_COMMAND = /^\/[a-z][\w-]{0,40}[:.][a-z][\w-]{0,60}$/i;

function readUrl(url: string): PathText | undefined {
  const path = withoutAnchor(url).replace(/\/{1,9}$/, "");
  return { path, kind: "file", from: "url", placeholder: hasPlaceholder(path), wildcard: false };
}

/** The part of an address or path in front of `#` or `?`. */
export function withoutAnchor(url: string): string {
  const end = url.search(/[#?]/);
  return end < 0 ? url : url.slice(0, end);
}

/** `#heading`, `:12`, `:12-30` and `?plain=1` say where in the file. */
function stripReferenceSuffix(text: string): string {
  const hash = text.indexOf("#");
  const path = (hash < 0 ? text : text.slice(0, hash)).replace(/:\d[\d:,-]{0,20}$/, "").replace(/[.,:;!?]{1,9}$/, "");
  return path.replace(/\?[\w=&-]{1,40}$/, "");
}

function startOf(path: string): PathText["from"] {
  if (/^(?:~|\$\{?HOME\b|\$\{?USER|%)/.test(path)) return "outside";
  if (/^[A-Za-z]:/.test(path)) return "outside";
  if (
    /^\/(?:home|Users|root|tmp|var|etc|usr|opt|mnt|bin|sbin|dev|proc|sys|private|Volumes|Library|Applications|data|srv|run|media|workspace|workspaces|app)(?:\/|$)/.test(
      path,
    )
  )
    return "outside";
  return path.startsWith("/") ? "workspace" : "here";
}

/** Whether somebody has to fill in a part before it names a file. */
export function hasPlaceholder(text: string): boolean {
  return /[<>[\]{}$…]|\.\.\.|%[sd]|X{2,}|YYYY|\bN{2,}\b|(?:^|\/)[A-Z][A-Z\d]*_[A-Z\d_]+\/|(?:^|\/)\d+\.\w+$/.test(text) || ILLUSTRATION.test(text);
}

/** Parts of names that people write in illustrations: `path/to/file.md`, `session-X.md`, `foo.ts`. */
const ILLUSTRATION =
  /(?:^|[/._-])(?:[XNY]|nnn?|xxx?|hhmm(?:ss)?|yyyy)(?=[/._-]|$)|(?:^|\/)path\/to\/|(?:^|[/._-])(?:foo|bar|baz|foobar|example|sample|placeholder|whatever|something|somefile|some-file)(?=[/._-]|$)|(?:^|[/._-])(?:your|my)[-_](?:file|app|project|feature|repo|name|prompt|branch|agent|task|config|skill|command|script|module|component)|(?:^|\/)(?:file\d*|file-?name|folder|dir|script|doc|document|xyz|abc|[a-z]|input|output|infile|outfile|in|out|result|data|temp|tmp|old|new|source|target|before|after|original|copy)\.\w{1,5}$/i;

function isFileName(name: string): boolean {
  const dot = name.lastIndexOf(".");
  // `.task.md` is an extension, not a file.
  if (dot < 1 || name.startsWith(".") || !EXTENSIONS.has(name.slice(dot + 1).toLowerCase())) return false;
  const stem = name.slice(0, dot);
  if (!/[\p{L}\p{N}*?>\]})]/u.test(stem)) return false;
  // `MAJOR.MINOR.PATCH`
  return !PRODUCT.test(name) && !/^[A-Z]+(?:\.[A-Z]+){2,}$/.test(name);
}

/** Libraries and sites whose names end like a file. */
const PRODUCT =
  /^(?:node|next|nuxt|vue|react|express|three|d3|chart|ember|backbone|alpine|discord|moment|electron|angular|socket|p5|plotly|meteor|knockout|handlebars|mustache|underscore|require|brain|tensorflow|ml5|babylon|pixi|matter|video|hls|marked|prism|highlight|leaflet|fabric|konva|paper|solid|lit|nest|adonis|koa|hapi|sails|feathers|strapi|deno|bun|rough|reveal|impress|asp|ado|vb|zone|core|blaze|transformers|parallel|chess|phaser)\.(?:js|ts|net)$|^docs\.rs$/i;

const EXTENSIONS = new Set(
  (
    "md mdx markdown txt rst adoc org pdf docx xlsx json jsonc json5 jsonl ndjson yaml yml toml ini cfg conf csv tsv xml sql " +
    "sh bash zsh fish ps1 bat py pyi ipynb rb pl php js mjs cjs jsx ts mts cts tsx vue svelte go rs c h cc cpp hpp cs java kt kts swift scala lua ex exs clj zig dart " +
    "html htm css scss less tf tfvars proto graphql prisma tpl tmpl j2 hbs ejs template png jpg jpeg svg gif webp ico canvas diff patch bats service plist"
  ).split(" "),
);
