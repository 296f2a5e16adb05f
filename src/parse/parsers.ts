import { loadJson, loadYaml, type DataParser } from "./data.ts";
import { formatOf, type Parsers, type TextFile } from "./document.ts";
import { loadEngine, type EngineName } from "./engine.ts";

/** Loads the parsers that `files` need; the others are never called, and cost no start-up time. */
export async function loadParsers(files: readonly TextFile[], engine?: EngineName): Promise<Parsers> {
  const needsYaml = files.some(({ path, text }) => formatOf(path) === "yaml" || /^\ufeff?---/.test(text) || /[`~]{3} ?ya?ml/i.test(text));
  const needsJson = files.some(({ path, text }) => formatOf(path) === "json" || /[`~]{3} ?json/i.test(text));
  return {
    markdown: await loadEngine(engine),
    yaml: needsYaml ? await loadYaml() : notLoaded,
    json: needsJson ? await loadJson() : notLoaded,
  };
}

const notLoaded: DataParser = () => {
  throw new Error("A parser was needed that no file asked for");
};
