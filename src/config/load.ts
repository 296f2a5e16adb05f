import { describeRefusal, isAnswer, type FileSystem } from "../read/file-system.ts";
import { decodeText } from "../read/decode.ts";
import { findRepository } from "../read/git.ts";
import { followLinks } from "../read/links.ts";
import { findStartFolder } from "../read/named.ts";
import { ancestorsOf, baseName, joinPath, parentPath, relativePath, resolvePath } from "../read/paths.ts";
import { nearest, quote } from "../nearest.ts";
import { listsPlugins, misplacedPlugins, standIns } from "../plugins/listed.ts";
import type { LoadedPlugins, RefusedPlugins } from "../plugins/load-plugins.ts";
import type { PluginChoice } from "../plugins/plugin.ts";
import type { RegisteredRule } from "../rule.ts";
import { UsageError } from "../usage-error.ts";
import type { ConfigFile } from "./config-file.ts";
import type { JsonSource, KeyPath } from "./json-source.ts";
import { isPreset, PRESETS, type Preset } from "./presets.ts";

const CONFIG_NAME = ".prompt-lint.json";

/** Where the workspace is, and what its config files say. */
export interface LoadedConfig {
  /** The workspace root: absolute, links followed. */
  root: string;
  /** What is meant when no file is named: the folder of the config, relative to the root; `""` for the root. */
  scope: string;
  /** What is configured, the weakest first. */
  layers: readonly ConfigLayer[];
  /** Ours and those of plugins; those of refused plugins only as far as the config names them, and they do nothing. */
  rules: readonly RegisteredRule[];
  refusedPlugins: RefusedPlugins | undefined;
}

/** A preset, or a config file with the presets and files it extends in front of it. */
export type ConfigLayer = { preset: Preset; origin: string; file?: undefined } | ConfigFileLayer;

export interface ConfigFileLayer {
  preset?: undefined;
  file: ConfigFile;
  /** Its globs are relative to this folder, which is relative to the root. */
  folder: string;
  /** The JSON Schema that `status.schema` names, and its path for messages. */
  statusSchema: { path: string; value: unknown } | undefined;
  /** `path:line:column` of a value. */
  locate: (keys: KeyPath) => string;
}

export interface LoadOptions {
  fs: FileSystem;
  /** Absolute. */
  cwd: string;
  /** The files, folders and globs that are named on the command line. */
  names?: readonly string[];
  /** What is piped in is named as well. */
  stdin?: { path: string } | undefined;
  rules: readonly RegisteredRule[];
  /** `--root` */
  root?: string | undefined;
  /** `--config` */
  configFile?: string | undefined;
  /** Whose plugins are run; by default nobody's. */
  plugins?: PluginChoice | undefined;
}

/**
 * Finds the workspace and reads its config.
 *
 * The root is `--root`, else the folder of a config with `root: true`, else
 * the repository's top, else the folder of the nearest config, else `cwd`.
 * The config is `--config`, else the nearest `.prompt-lint.json` upward, not
 * beyond the root. Every mistake in it is a UsageError that names its place.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { root, scope, file } = await findConfig(options);
  const { rules, refused } = await openPlugins(options, { root, file });
  if (!file) return { root, scope, layers: [], rules, refusedPlugins: refused };
  return { root, scope, refusedPlugins: refused, ...(await readLayers({ ...options, ...file, root, rules, refused })) };
}

/** The rules there are, whatever else the config says of them. */
export async function loadRules(options: LoadOptions): Promise<readonly RegisteredRule[]> {
  return (await openPlugins(options, await findConfig(options))).rules;
}

interface FoundConfig {
  root: string;
  scope: string;
  /** `undefined` when there is none. */
  file: { path: string; source: JsonSource; globFolder?: string } | undefined;
}

async function findConfig(options: LoadOptions): Promise<FoundConfig> {
  const { fs, configFile } = options;
  const cwd = fs.realPath(options.cwd) ?? options.cwd;
  const chosenRoot = options.root === undefined ? undefined : openRoot(fs, cwd, options.root);
  const start = chooseStart(fs, { cwd, root: chosenRoot, names: [...(options.names ?? []), ...(options.stdin ? [options.stdin.path] : [])] });
  const top = chosenRoot ?? findRepository(fs, start)?.top;
  const fallback = relativePath(cwd, start) === undefined ? start : cwd;

  const nearestPath = findConfigFile(fs, start, top);
  if (configFile !== undefined) {
    const path = fs.realPath(resolvePath(cwd, fs.fromNative(configFile))) ?? resolvePath(cwd, fs.fromNative(configFile));
    const root = top ?? (nearestPath === undefined ? fallback : parentPath(nearestPath));
    const limit = relativePath(root, path) === undefined ? parentPath(path) : root;
    const source = (await import("./json-source.ts")).parseJsonSource(configFile, readConfigText(fs, limit, path, configFile));
    return { root, scope: "", file: { path, source, globFolder: "" } };
  }
  if (nearestPath === undefined) return { root: top ?? fallback, scope: "", file: undefined };

  const folder = parentPath(nearestPath);
  const shown = relativePath(top ?? folder, nearestPath) ?? CONFIG_NAME;
  const source = (await import("./json-source.ts")).parseJsonSource(shown, readConfigText(fs, top ?? folder, nearestPath, shown));
  const root = chosenRoot ?? (saysRoot(source) ? folder : (top ?? folder));
  return { root, scope: relativePath(root, folder) ?? "", file: { path: nearestPath, source } };
}

/** Nothing of it is loaded, nor are plugins, where none are listed. */
async function openPlugins({ fs, cwd, rules, plugins = "refuse" }: LoadOptions, { root, file }: Pick<FoundConfig, "root" | "file">): Promise<LoadedPlugins> {
  if (typeof plugins !== "string") {
    const { registerPlugins } = await import("../plugins/load-plugins.ts");
    return { rules: [...rules, ...(await registerPlugins(plugins))] };
  }
  if (!file || !listsPlugins(file.source)) return { rules };
  const { loadPlugins } = await import("../plugins/load-plugins.ts");
  const loaded = await loadPlugins({ fs, root, cwd: fs.realPath(cwd) ?? cwd, ...file, choice: plugins });
  return { ...loaded, rules: [...rules, ...loaded.rules] };
}

function openRoot(fs: FileSystem, cwd: string, root: string): string {
  const real = fs.realPath(resolvePath(cwd, fs.fromNative(root)));
  if (real !== undefined && fs.kindOf(real) === "folder") return real;
  throw new UsageError(`\`--root\` ${quote(root)} is no folder`);
}

/**
 * Where the search for root and config starts. What is named elsewhere moves it
 * only into a workspace that is marked as one, or away from where there is
 * none: `../notes.md` must not make a workspace of all that lies above.
 */
function chooseStart(fs: FileSystem, { cwd, root, names }: { cwd: string; root: string | undefined; names: readonly string[] }): string {
  const start = findStartFolder(fs, cwd, names);
  if (root !== undefined) return relativePath(root, start) === undefined ? root : start;
  if (relativePath(cwd, start) !== undefined || isMarked(start)) return start;
  const holdsCwd = relativePath(start, cwd) !== undefined;
  return holdsCwd || isMarked(cwd) ? cwd : start;

  function isMarked(folder: string): boolean {
    return findRepository(fs, folder) !== undefined || findConfigFile(fs, folder, undefined) !== undefined;
  }
}

function findConfigFile(fs: FileSystem, start: string, top: string | undefined): string | undefined {
  for (const folder of ancestorsOf(start)) {
    const path = joinPath(folder, CONFIG_NAME);
    if (fs.kindOf(path) !== "missing") return path;
    if (folder === top) return undefined;
  }
  return undefined;
}

function saysRoot({ value }: JsonSource): boolean {
  return typeof value === "object" && value !== null && "root" in value && value.root === true;
}

interface LayerOptions extends LoadedPlugins {
  fs: FileSystem;
  root: string;
  /** Absolute. */
  path: string;
  source: JsonSource;
  /** In place of the folder of each file: for a config that the user named, wherever it lies. */
  globFolder?: string;
}

/** The file's own layer, with those of what it extends in front of it. */
async function readLayers(options: LayerOptions): Promise<Pick<LoadedConfig, "layers" | "rules">> {
  const { fs, root, refused } = options;
  const { parseJsonSource } = await import("./json-source.ts");
  const { checkConfigFile } = await import("./check-file.ts");
  // A config that the user chose may lie elsewhere; then what it extends lies beside it.
  const limit = relativePath(root, options.path) === undefined ? parentPath(options.path) : root;
  let { rules } = options;
  let count = 0;
  const layers = visit(options.path, options.source, []);
  return { layers, rules };

  function visit(path: string, source: JsonSource, chain: readonly string[]): ConfigLayer[] {
    if (refused) rules = [...rules, ...standIns(source).filter(({ id }) => !rules.some((rule) => rule.id === id))];
    if (chain.length > 0 && listsPlugins(source)) throw new UsageError(misplacedPlugins(source.locateKey(["plugins"])));
    const file = checkConfigFile(source, rules);
    const extended = (file.extends ?? []).flatMap((name, index): ConfigLayer[] => {
      const place = source.locate(["extends", index]);
      if (isPreset(name)) return [{ preset: name, origin: place }];
      if (!/[/.]/.test(name)) throw new UsageError(`${place}: unknown preset ${quote(name)}${suggestPreset(name)}`);
      const target = resolvePath(parentPath(path), name);
      const inside = relativePath(limit, target);
      if (inside === undefined || name.startsWith("/"))
        throw new UsageError(`${place}: ${quote(name)} lies outside the workspace, expected a relative path in it`);
      if (target === path || chain.includes(target))
        throw new UsageError(`${place}: ${quote(name)} extends itself: ${[...chain, path, target].map(baseName).join(" → ")}`);
      if (fs.kindOf(target) === "missing") throw new UsageError(`${place}: ${quote(name)} does not exist`);
      count++;
      if (chain.length >= MAX_CHAIN || count > MAX_FILES)
        throw new UsageError(`${place}: ${quote(name)} is one file too many, expected at most ${MAX_CHAIN} in turn and ${MAX_FILES} in all`);
      const shown = relativePath(root, target) ?? joinPath(parentPath(source.path), name);
      return visit(target, parseJsonSource(shown, readConfigText(fs, limit, target, shown)), [...chain, path]);
    });

    const folder = options.globFolder ?? relativePath(root, parentPath(path)) ?? "";
    return [...extended, { file, folder, statusSchema: readStatusSchema(path, source, file), locate: source.locate }];
  }

  function readStatusSchema(path: string, { locate }: JsonSource, { status }: ConfigFile): ConfigFileLayer["statusSchema"] {
    if (status?.schema === undefined) return undefined;
    const place = locate(["status", "schema"]);
    const target = resolvePath(parentPath(path), status.schema);
    const shown = relativePath(limit, target);
    if (shown === undefined || status.schema.startsWith("/"))
      throw new UsageError(`${place}: ${quote(status.schema)} lies outside the workspace, expected a relative path in it`);
    if (fs.kindOf(target) === "missing") throw new UsageError(`${place}: ${quote(status.schema)} does not exist`);
    return { path: shown, value: parseJsonSource(shown, readConfigText(fs, limit, target, shown)).value };
  }
}

/** The text of a file that lies in `limit`, links followed as far as they stay in it. */
function readConfigText(fs: FileSystem, limit: string, path: string, shown: string): string {
  const inside = relativePath(limit, path);
  const target = inside === undefined ? undefined : followLinks(fs, limit, inside);
  if (target?.refusal === "outside") throw new UsageError(`${shown}: is a link out of the workspace, which is not followed`);
  const bytes = target?.kind === "file" ? fs.read(joinPath(limit, target.path), MAX_CONFIG_BYTES) : target?.refusal === "missing" ? "missing" : "not-a-file";
  if (!isAnswer(bytes)) throw new UsageError(`${shown}: ${describeRefusal(bytes, shown, "file", MAX_CONFIG_BYTES)}`);
  const { text, reason } = decodeText(bytes);
  if (text === undefined) throw new UsageError(`${shown}: ${reason}`);
  return text;
}

function suggestPreset(name: string): string {
  const near = nearest(name, PRESETS);
  return near === undefined ? `, expected ${PRESETS.join(", ")} or a path such as "./base.json"` : `, did you mean ${quote(near)}?`;
}

const MAX_CONFIG_BYTES = 256 * 1024;
const MAX_CHAIN = 8;
/** Configs that extend the same two files each would otherwise double from link to link. */
const MAX_FILES = 64;
