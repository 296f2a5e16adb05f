import type { RuleSetting, RuleSettings } from "../check.ts";
import { compareText, type Severity } from "../finding.ts";
import { createVocabulary, DEFAULT_VOCABULARY, STATE_GROUPS, type StateGroup, type Vocabulary } from "../model/vocabulary.ts";
import { compileOwnPhrases } from "../model/own-phrases.ts";
import { PHRASE_NAMES, type PhraseName } from "../model/phrases.ts";
import { suggestNearest, quote } from "../nearest.ts";
import { createPathMatcher, type PathMatcher } from "../read/glob.ts";
import { DEFAULT_MAX_FILE_SIZE } from "../read/read-files.ts";
import { isPluginRule } from "../plugins/listed.ts";
import type { RegisteredRule } from "../rule.ts";
import { UsageError } from "../usage-error.ts";
import type { WorkspaceSettings } from "../workspace.ts";
import { parseDuration, type ConfigFile, type Level, type RuleEntry } from "./config-file.ts";
import { describeUnmatchedGlobs } from "./unmatched-globs.ts";
import type { ConfigFileLayer, ConfigLayer, LoadedConfig } from "./load.ts";
import { DEFAULT_PRESET, presetSeverity, type Preset } from "./presets.ts";

/** A value and where it comes from: `default`, `preset strict`, `.prompt-lint.json:4:5`, `command line`. */
interface Sourced<Value> {
  value: Value;
  origin: string;
}

/** What applies in a workspace. */
export interface Config {
  /** The workspace root: absolute, links followed. */
  root: string;
  /** What is meant when no file is named, relative to the root. */
  scope: string;
  ruleSettings: RuleSettings;
  /** The parts of `WorkspaceSettings` that a config decides; `statusSchema` is to be compiled to `validateEntry`. */
  workspace: Pick<WorkspaceSettings, "blockersFile" | "fieldAliases" | "phrases" | "vocabulary" | "isPrompt" | "isBoard" | "staleClaimAfter" | "budget">;
  statusSchema: { path: string; value: unknown } | undefined;
  isIgnored: PathMatcher;
  /** Whether `prompts` or `boards` take a path. */
  isExpected: PathMatcher;
  /** In bytes. */
  maxFileSize: number;
  /** `undefined` when unused disable comments are not reported. */
  unusedDirectives: Severity | undefined;
  requireDisableReason: boolean;
  /** What the config itself, not what it extends, names that is not among these paths, all of the workspace. */
  describeUnmatched(paths: readonly string[]): string[];
  /** Every value that applies to a path (`""`: to the workspace), by name. */
  explain(path: string): ({ name: string } & Sourced<unknown>)[];
}

export interface ResolveOptions {
  loaded: LoadedConfig;
  rules: readonly RegisteredRule[];
  /** `--preset`: in place of the presets that the config extends. */
  preset?: Preset | undefined;
  /** `--rule`: over all that the config says. */
  ruleLevels?: Readonly<Record<string, Level>> | undefined;
  /** `--report-unused-disable-directives` */
  reportUnusedDisableDirectives?: boolean | undefined;
}

/** Lays the layers over one another: defaults, preset, config files, overrides, command line. */
export function resolveConfig({ loaded, rules, preset, ruleLevels = {}, reportUnusedDisableDirectives = false }: ResolveOptions): Config {
  for (const id of Object.keys(ruleLevels)) {
    if (!rules.some((rule) => rule.id === id) && !(loaded.refusedPlugins && isPluginRule(id)))
      throw new UsageError(
        `unknown rule ${quote(id)}${suggestNearest(
          id,
          rules.map((rule) => rule.id),
        )}`,
      );
  }
  const layers = choosePresets(loaded.layers, preset);
  const files = layers.filter((layer): layer is ConfigFileLayer => layer.file !== undefined);
  const settings = resolveRules({ layers, files, rules, ruleLevels });

  const prompts = pickGlobs(files, "prompts");
  const boards = pickGlobs(files, "boards");
  const plugins = pick(files, "plugins");
  const ignore = pickGlobs(files, "ignore");
  const blockersFile = pick(files, "blockersFile") ?? byDefault("BLOCKERS.md");
  const staleClaimAfter = pick(files, "staleClaimAfter") ?? byDefault("2h");
  const budget = pick(files, "budget") ?? byDefault(null);
  const maxFileSize = pick(files, "maxFileSize") ?? byDefault(DEFAULT_MAX_FILE_SIZE);
  const unused = pick(files, "reportUnusedDisableDirectives") ?? byDefault<Level>("off");
  const requireReason = pick(files, "requireDisableReason") ?? byDefault(false);
  const unusedLevel: Sourced<Level> = reportUnusedDisableDirectives && unused.value === "off" ? { value: "warning", origin: "command line" } : unused;
  const vocabulary = resolveVocabulary(files);
  const fields = resolveFields(files);
  const phrases = resolvePhrases(files);
  const isPrompt = prompts && createFolderMatcher(prompts.value);
  const isBoard = boards && createFolderMatcher(boards.value);
  const schemaLayer = files.findLast(({ statusSchema }) => statusSchema !== undefined);

  return {
    root: loaded.root,
    scope: loaded.scope,
    ruleSettings: (rule, path) => settings(path).get(rule.id)?.setting,
    workspace: {
      blockersFile: blockersFile.value,
      fieldAliases: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      phrases: compileOwnPhrases(Object.fromEntries(phrases.map(({ name, value }) => [name, value]))),
      vocabulary: vocabulary.length === 0 ? undefined : toVocabulary(vocabulary),
      isPrompt,
      isBoard,
      staleClaimAfter: parseDuration(staleClaimAfter.value),
      budget: budget.value,
    },
    statusSchema: schemaLayer?.statusSchema,
    isExpected: (path) => isPrompt?.(path) === true || isBoard?.(path) === true,
    isIgnored: ignore ? createFolderMatcher(ignore.value) : () => false,
    maxFileSize: maxFileSize.value,
    unusedDirectives: toSeverity(unusedLevel.value),
    requireDisableReason: requireReason.value,
    describeUnmatched: (paths) => files.slice(-1).flatMap((layer) => describeUnmatchedGlobs(layer, paths)),
    explain: (path) => [
      ...Object.entries({ prompts, boards, ignore }).flatMap(([name, sourced]) =>
        sourced ? [{ name, value: sourced.value.globs, origin: sourced.origin }] : [],
      ),
      ...(plugins ? [{ name: "plugins", value: plugins.value, origin: plugins.origin + describeRefused(loaded) }] : []),
      ...vocabulary.map(({ name, ...rest }) => ({ name: `status.vocabulary.${name}`, ...rest })),
      ...fields.map(({ name, ...rest }) => ({ name: `status.fields.${name}`, ...rest })),
      ...(schemaLayer ? [{ name: "status.schema", value: schemaLayer.statusSchema!.path, origin: schemaLayer.locate(["status", "schema"]) }] : []),
      ...phrases.map(({ name, ...rest }) => ({ name: `phrases.${name}`, ...rest })),
      ...Object.entries({
        blockersFile,
        staleClaimAfter,
        budget,
        maxFileSize,
        reportUnusedDisableDirectives: unusedLevel,
        requireDisableReason: requireReason,
      }).map(([name, sourced]) => ({ name, ...sourced })),
      ...rules.map(({ id }) => ({ name: `rules.${id}`, ...explainRule(settings(path).get(id)!) })).sort((a, b) => compareText(a.name, b.name)),
    ],
  };
}

/** `--preset` takes the place of all presets; without any, and unless `extends` is there and empty, the default one applies. */
function choosePresets(layers: readonly ConfigLayer[], preset: Preset | undefined): ConfigLayer[] {
  if (preset !== undefined) return [{ preset, origin: "command line" }, ...layers.filter((layer) => layer.preset === undefined)];
  const isChosen = layers.some((layer) => layer.preset !== undefined || layer.file?.extends?.length === 0);
  return isChosen ? [...layers] : [{ preset: DEFAULT_PRESET, origin: "default" }, ...layers];
}

interface GlobList {
  globs: readonly string[];
  /** They are relative to this folder, which is relative to the root. */
  folder: string;
}

/** The last file that sets a key decides. */
function pick<Key extends keyof ConfigFile>(files: readonly ConfigFileLayer[], key: Key): Sourced<Exclude<ConfigFile[Key], undefined>> | undefined {
  const layer = files.findLast(({ file }) => file[key] !== undefined);
  return layer && { value: layer.file[key] as Exclude<ConfigFile[Key], undefined>, origin: layer.locate([key]) };
}

function pickGlobs(files: readonly ConfigFileLayer[], key: "prompts" | "boards" | "ignore"): Sourced<GlobList> | undefined {
  const layer = files.findLast(({ file }) => file[key] !== undefined);
  return layer && { value: { globs: layer.file[key]!, folder: layer.folder }, origin: layer.locate([key]) };
}

function byDefault<Value>(value: Value): Sourced<Value> {
  return { value, origin: "default" };
}

/** Matches paths relative to the root against globs relative to a folder in it. */
function createFolderMatcher({ globs, folder }: GlobList): PathMatcher {
  const matches = createPathMatcher(globs);
  if (folder === "") return matches;
  return (path) => path.startsWith(`${folder}/`) && matches(path.slice(folder.length + 1));
}

function resolveVocabulary(files: readonly ConfigFileLayer[]): ({ name: StateGroup } & Sourced<readonly string[]>)[] {
  return STATE_GROUPS.flatMap((name) => {
    const layer = files.findLast(({ file }) => file.status?.vocabulary?.[name]);
    return layer ? [{ name, value: layer.file.status!.vocabulary![name]!, origin: layer.locate(["status", "vocabulary", name]) }] : [];
  });
}

/** A state that the config has no words for keeps the default ones. */
function toVocabulary(groups: readonly ({ name: StateGroup } & Sourced<readonly string[]>)[]): Vocabulary {
  const words = new Map([...DEFAULT_VOCABULARY.words, ...groups.map(({ name, value }) => [name, value] as const)]);
  return createVocabulary("config", Object.fromEntries(words));
}

function resolveFields(files: readonly ConfigFileLayer[]): ({ name: string } & Sourced<readonly string[]>)[] {
  const fields = new Map<string, Sourced<readonly string[]>>();
  for (const { file, locate } of files) {
    for (const [name, value] of Object.entries(file.status?.fields ?? {})) if (value) fields.set(name, { value, origin: locate(["status", "fields", name]) });
  }
  return [...fields].map(([name, sourced]) => ({ name, ...sourced }));
}

function resolvePhrases(files: readonly ConfigFileLayer[]): ({ name: PhraseName } & Sourced<readonly string[]>)[] {
  return PHRASE_NAMES.flatMap((name) => {
    const layer = files.findLast(({ file }) => file.phrases?.[name]);
    return layer ? [{ name, value: layer.file.phrases![name]!, origin: layer.locate(["phrases", name]) }] : [];
  });
}

/** A rule in one place: level and options, each with its origin. */
interface ResolvedRule {
  level: Sourced<Severity | "off">;
  options: Sourced<unknown>;
  /** What `check` asks for; `undefined` when it is off. */
  setting: RuleSetting | undefined;
}

interface RuleLayers {
  layers: readonly ConfigLayer[];
  files: readonly ConfigFileLayer[];
  rules: readonly RegisteredRule[];
  ruleLevels: Readonly<Record<string, Level>>;
}

/** The rules by path; paths that the same overrides take share one answer. */
function resolveRules({ layers, files, rules, ruleLevels }: RuleLayers): (path: string) => ReadonlyMap<string, ResolvedRule> {
  const overrides = files.flatMap(({ file, folder, locate }) =>
    (file.overrides ?? []).map(({ files: globs, rules: entries }, index) => ({
      matches: createFolderMatcher({ globs, folder }),
      entries,
      originOf: (id: string) => `${locate(["overrides", index, "rules", id])} (override ${index + 1})`,
    })),
  );
  const cache = new Map<string, ReadonlyMap<string, ResolvedRule>>();
  return (path) => {
    const applied = path === "" ? [] : overrides.filter(({ matches }) => matches(path));
    const key = path === "" ? "workspace" : applied.map((override) => overrides.indexOf(override)).join();
    const known = cache.get(key);
    if (known) return known;
    const resolved = new Map(rules.map((rule) => [rule.id, path === "" ? resolveForWorkspace(rule) : resolveRule(rule, applied)]));
    cache.set(key, resolved);
    return resolved;
  };

  // A rule that compares files runs once, and so must also when only an override turns it on.
  function resolveForWorkspace(rule: RegisteredRule): ResolvedRule {
    const plain = resolveRule(rule, []);
    if (plain.setting) return plain;
    return overrides.map((override) => resolveRule(rule, [override])).find(({ setting }) => setting) ?? plain;
  }

  function resolveRule(registered: RegisteredRule, applied: typeof overrides): ResolvedRule {
    const { id, rule } = registered;
    let level: Sourced<Level> = { value: "off", origin: "default" };
    let isStrict = false;
    let options: Sourced<unknown> | undefined;
    const set = (entry: RuleEntry | undefined, origin: string) => {
      if (entry === undefined) return;
      const [value, given] = Array.isArray(entry) ? entry : [entry];
      level = { value, origin };
      // A level alone leaves the options as they are.
      if (given !== undefined) options = { value: given, origin };
    };
    for (const layer of layers) {
      if (layer.file) set(layer.file.rules?.[id], layer.locate(["rules", id]));
      else {
        set(presetSeverity(layer.preset, registered), describePreset(layer));
        isStrict = layer.preset === "strict";
      }
    }
    for (const { entries, originOf } of applied) set(entries[id], originOf(id));
    set(ruleLevels[id], "command line");

    options ??= { value: rule.options.parse({}), origin: "default" };
    const severity = toSeverity(level.value);
    return {
      level: { value: severity ?? "off", origin: level.origin },
      options,
      setting: severity && { severity, options: options.value, ...(isStrict && { isStrict }) },
    };
  }
}

function describePreset({ preset, origin }: Extract<ConfigLayer, { preset: Preset }>): string {
  return `preset ${preset} (${origin})`;
}

function explainRule({ level, options }: ResolvedRule): Sourced<unknown> {
  if (options.origin === "default") return level;
  const origin = options.origin === level.origin ? level.origin : `${level.origin}, options: ${options.origin}`;
  return { value: [level.value, options.value], origin };
}

function describeRefused({ refusedPlugins }: LoadedConfig): string {
  return refusedPlugins ? `, not run, as ${refusedPlugins.why}` : "";
}

function toSeverity(level: Level): Severity | undefined {
  if (level === "off") return undefined;
  return level === "warn" ? "warning" : level;
}
