import { loadJson, loadYaml } from "../src/parse/data.ts";
import { parseDocument, type Parsers } from "../src/parse/document.ts";
import { loadEngine } from "../src/parse/engine.ts";

export const parsers: Parsers = { markdown: await loadEngine(), yaml: await loadYaml(), json: await loadJson() };

export const parse = (path: string, text: string) => parseDocument({ path, text }, parsers);
