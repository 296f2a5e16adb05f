import { loadJson, loadYaml, type DataParser } from "./data.ts";
import { formatOf, type Parsers, type TextFile } from "./document.ts";
import { loadEngine, type EngineName } from "./engine.ts";

/** Loads the parsers that `files` need; the others are never called, and cost no start-up time. */
export async function loadParsers(files: readonly TextFile[], engine?: EngineName): Promise<Parsers> {
  const needsYaml = files.some(({ path, text }) => formatOf(path) === "yaml" || /^\ufeff?---/.test(text) || YAML_FENCE.test(text));
  const needsJson = files.some(({ path, text }) => formatOf(path) === "json" || JSON_FENCE.test(text));
  return {
    markdown: await loadEngine(engine),
    yaml: needsYaml ? await loadYaml() : notLoaded,
    json: needsJson ? await loadJson() : notLoaded,
  };
}

// The language of a fence may stand behind any blanks, and a letter of it may be written as an entity: `&#121;aml`.
const YAML_FENCE = /[`~]{3}[^\S\r\n]*(?:ya?ml|[yam]{0,3}&)/i;
const JSON_FENCE = /[`~]{3}[^\S\r\n]*(?:json|[jso]{0,3}&)/i;

const notLoaded: DataParser = () => {
  throw new Error("A parser was needed that no file asked for");
};
