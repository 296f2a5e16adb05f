import { baseName, extensionOf, parentPath } from "../../read/paths.ts";
import type { NameIndex } from "./names.ts";

/**
 * Whether a path is one that comes into being without anybody's doing, or that
 * the reader's own project has or has not: no prompt is broken without it.
 */
export function isConventional(path: string, names: Pick<NameIndex, "filesIn">): boolean {
  const parts = path.split("/");
  const name = baseName(path);
  return (
    parts.some((part) => GENERATED_FOLDERS.has(part.toLowerCase())) ||
    PROJECT_FILE.test(name) ||
    RUNTIME_EXTENSIONS.has(extensionOf(name)) ||
    (isToolState(parts) && !isKeptFor(path, names)) ||
    parts.every((part) => COMMON_FOLDERS.has(part.toLowerCase()))
  );
}

/** A path of nothing else is the layout of some project, not a place in this one. */
const COMMON_FOLDERS = new Set(
  "src app apps api pages routes components models controllers services views lib libs test tests spec public static assets styles utils helpers hooks middleware migrations db config server client frontend backend web cmd internal pkg packages scripts".split(
    " ",
  ),
);

const GENERATED_FOLDERS = new Set(
  "node_modules dist build out target coverage .git .venv venv __pycache__ .cache .next .nuxt .turbo .tox .pytest_cache vendor bin obj logs log tmp temp .tmp .worktrees worktrees .terraform site-packages".split(
    " ",
  ),
);

const RUNTIME_EXTENSIONS = new Set(".log .pid .lock .db .sqlite .sqlite3 .tmp .bak .swp .sock .out .jsonl .ndjson .cache .prof".split(" "));

/** What each language and framework calls its files, and what people keep out of git. */
const PROJECT_FILE =
  /^(?:package(?:-lock)?\.json|tsconfig[\w.-]*\.json|jsconfig\.json|deno\.jsonc?|bun\.lockb?|pnpm-(?:lock|workspace)\.yaml|yarn\.lock|cargo\.(?:toml|lock)|go\.(?:mod|sum|work)|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|pipfile|poetry\.lock|tox\.ini|pytest\.ini|conftest\.py|gemfile|composer\.json|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradlew?|makefile|cmakelists\.txt|dockerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|readme(?:\.\w+)?|changelog(?:\.\w+)?|contributing(?:\.\w+)?|license(?:\.\w+)?|security\.md|code_of_conduct\.md|architecture\.md|codeowners|(?:claude|agents|gemini|memory|skill)(?:\.local)?\.md|index\.(?:js|ts|tsx|html|md)|main\.(?:py|go|rs|js|ts|c|cpp)|(?:app|server|client|cli|test|tests|setup|run|start|build|install|deploy|script)\.(?:py|js|mjs|cjs|ts|tsx|go|rs|sh)|lib\.rs|mod\.rs|settings(?:\.local)?\.json|\.?env(?:\.\w+)?|[\w.-]*\.local\.\w+|[\w.-]*(?:secrets?|credentials?|token)s?\.\w+|(?:vite|vitest|jest|next|nuxt|webpack|rollup|babel|eslint|prettier|tailwind|postcss|playwright|cypress|svelte|astro|tsup)\.config\.\w+)$/i;

/**
 * A hidden folder is where a tool keeps its state, and it makes it itself;
 * people write only some folders of some of them.
 */
function isToolState([first = "", second = ""]: readonly string[]): boolean {
  if (!first.startsWith(".") || first === "." || first === "..") return false;
  return !WRITTEN_BY_PEOPLE.has(second);
}

/** A document for an assistant, below a folder where others of them are kept. */
function isKeptFor(path: string, { filesIn }: Pick<NameIndex, "filesIn">): boolean {
  const isDocument = (name: string): boolean => /\.(?:md|mdx|markdown)$/i.test(name);
  return /^\.(?:claude|cursor|github|opencode|codex|gemini)\/[^/]+\//.test(path) && isDocument(path) && filesIn(parentPath(path)).some(isDocument);
}

const WRITTEN_BY_PEOPLE = new Set("commands agents skills rules hooks docs scripts prompts templates workflows personas".split(" "));
