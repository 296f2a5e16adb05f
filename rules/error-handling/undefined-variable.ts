import { remembered } from "../../src/remembered.ts";
import type { Position } from "unist";
import { z } from "zod";
import type { Document } from "../../src/document.ts";
import { defineRule } from "../../src/rule.ts";
import type { Edit } from "../../src/finding.ts";
import type { BashScript, BashSpan } from "../../src/parse/bash.ts";
import { readParts, type ScriptPart } from "../../src/shell/script-parts.ts";
import { lastingNames, useOfVariable, type VariableUse } from "../../src/shell/variable-uses.ts";
import { readVariables, type VariableRead, type Variables } from "../../src/shell/variables.ts";
import type { Workspace } from "../../src/workspace.ts";

/**
 * A variable that nothing sets is empty: `cd $REPO` goes home, `git push
 * origin $BRANCH` pushes something else. A session runs each block in a shell
 * of its own, so what one block sets is gone in the next. Set it where it is
 * used, or write `${NAME:?}`, which stops the script.
 *
 * ## Bad
 *
 * ````markdown expect=3:34
 * ```bash
 * REPO=$(git remote get-url origin)
 * TARGET=$(grep -A 5 "^### Session $MY_SESSION" STATUS.md | grep "Repository:")
 * [ "$REPO" = "$TARGET" ] || exit 1
 * ```
 * ````
 *
 * ````markdown expect=10:18
 * Step 1:
 *
 * ```bash
 * BRANCH="session/$(date +%s)"
 * ```
 *
 * Step 2:
 *
 * ```bash
 * git push origin "$BRANCH"
 * ```
 * ````
 *
 * ## Good
 *
 * ````markdown
 * ```bash
 * BRANCH="session/$(date +%s)"
 * git push origin "$BRANCH"
 * cd "${REPO:?}"
 * ```
 * ````
 */
export default defineRule({
  summary: "A variable that is read and set nowhere, or only in another block",
  scope: "script",
  severity: "warning",
  options: z.strictObject({
    environment: z.array(z.string()).default([]).describe("Names of variables that every session finds set; `*` stands for any letters"),
  }),
  messages: {
    nowhere: "Nothing in this document sets {{names}}: expected a value, or `{{demand}}` to stop here without one",
    elsewhere:
      "{{names}} is empty here: line {{line}} sets it in another block, and each block runs in a shell of its own; expected it to be set again, or `{{demand}}`",
    elsewhereAll:
      "{{names}} are empty here: line {{line}} sets them in another block, and each block runs in a shell of its own; expected them to be set again, or `{{demand}}`",
    demand: "Stop when there is no value",
  },
  checkDocument(document, { options, workspace, report }) {
    const scripts = document.scripts.map((script) => readScript(script));
    const known = new Set(scripts.flatMap(({ variables }) => [...variables.asked]));
    const added = options.environment.length > 0 ? toPattern(options.environment) : undefined;
    const isEnvironment = (name: string) => COMMON.test(name) || (added?.test(name) ?? false);
    const uses = new Map<string, Use[]>();
    for (const own of scripts) {
      if (own.script.badExample || own.variables.setsUnknown) continue;
      const seen = new Set<string>();
      for (const read of own.variables.reads) {
        const { name } = read;
        if (seen.has(name) || own.variables.sets.has(name) || known.has(name) || isEnvironment(name) || own.script.isBadExample(read)) continue;
        const use = useOfVariable(read, own.part);
        if (use === "said") continue;
        if (use === "target") seen.add(name);
        const list = uses.get(name) ?? [];
        if (list.length === 0) uses.set(name, list);
        list.push({ ...own, read, use });
      }
    }

    const isSet = (name: string) => scripts.some(({ variables }) => variables.sets.has(name));
    const isTemplate = [...uses.keys()].filter((name) => !isSet(name)).length > MAX_UNSET || ASKS_ARGUMENTS.test(document.source.text);
    const lost: Lost[] = [];
    for (const [name, all] of uses) {
      const setter = scripts.find(({ names }) => names.has(name));
      if (setter) {
        const behind = all.filter(({ use, script }) => use === "target" && scripts.findIndex((own) => own.script === script) > scripts.indexOf(setter));
        if (behind.length === 0 || keepsEnvironment(document, setter.script)) continue;
        // Of several, the one that the reader has just seen.
        const first = scripts.findIndex((own) => own.script === behind[0]!.script);
        const last = scripts.findLast(({ names }, index) => index < first && names.has(name)) ?? setter;
        lost.push({ name, uses: firstOfEach(behind), setAt: last.script.place(last.names.get(name)!) });
      } else if (!isTemplate && !isSet(name) && !isExplained(name, document, workspace)) {
        // A script that sets nothing may be left to be filled in, or lean on the environment, whose names are in capitals.
        const sure = firstOfEach(all.filter(({ variables, use }) => variables.sets.size > 0 || (use === "target" && /[a-z]/.test(name))));
        if (sure.length > 0) lost.push({ name, uses: sure, setAt: undefined });
      }
    }
    for (const group of groupBlocks(lost)) reportGroup(group);

    /** Reports what one block lacks for the same reason; the blocks behind it are related. */
    function reportGroup(group: readonly Lost[]): void {
      const [first] = group;
      const all = group.flatMap(({ uses: own }) => own);
      const place = ({ script, read }: Use) => script.place(read);
      const setAt = group.flatMap((own) => (own.setAt ? [{ path: document.path, place: own.setAt, message: `\`$${own.name}\` is set here` }] : []));
      const edits = all.flatMap((use): Edit[] => (isPlain(use) ? [{ place: place(use), text: `\${${use.read.name}:?}` }] : []));
      report(document, {
        place: place(first!.uses[0]!),
        messageId: setAt.length === 0 ? "nowhere" : group.length === 1 ? "elsewhere" : "elsewhereAll",
        data: { names: listNames(group.map(({ name }) => `\`$${name}\``)), demand: `\${${first!.name}:?}`, line: first!.setAt?.start.line ?? 0 },
        related: [...setAt, ...all.slice(1).map((use) => ({ path: document.path, place: place(use), message: `\`$${use.read.name}\` is read here` }))],
        ...(edits.length === all.length && { suggestions: [{ messageId: "demand", edits }] }),
      });
    }
  },
});

/** A variable, and where it has no value. */
interface Lost {
  name: string;
  /** The first in each block. */
  uses: readonly Use[];
  /** Where another block sets it. */
  setAt: Position | undefined;
}

/** What the same block lacks, and the same block sets, goes into one finding. */
function groupBlocks(lost: readonly Lost[]): Lost[][] {
  const groups: Lost[][] = [];
  for (const own of lost) {
    const group = groups.find(([first]) => first!.uses[0]!.script === own.uses[0]!.script && (first!.setAt === undefined) === (own.setAt === undefined));
    if (group) group.push(own);
    else groups.push([own]);
  }
  return groups;
}

function listNames(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

interface ReadScript {
  script: BashScript;
  part: ScriptPart;
  variables: Variables;
  /** What it sets for what follows. */
  names: ReadonlyMap<string, BashSpan>;
}

interface Use extends ReadScript {
  read: VariableRead;
  use: VariableUse;
}

function readScript(script: BashScript): ReadScript {
  const part = readParts(script)[0] ?? {
    tree: script.tree,
    text: { source: script.masked, toScript: (span: BashSpan) => span },
    origin: "script",
    commands: [],
  };
  return { script, part, variables: readVariables(script), names: lastingNames(part) };
}

/** A command that is called with arguments: the session fills them in. */
const ASKS_ARGUMENTS = /\$ARGUMENTS\b|^argument-hint:/m;

/** More names than this that nothing sets: the document leaves them to be filled in. */
const MAX_UNSET = 2;

function firstOfEach(uses: readonly Use[]): Use[] {
  return uses.filter(({ script }, index) => uses.findIndex((other) => other.script === script) === index);
}

/** `$NAME` or `${NAME}`, and nothing that is cut off it or put in its place. */
function isPlain({ read: { name, pos, end }, script }: Use): boolean {
  const text = script.text.slice(pos, end);
  return text === `$${name}` || text === `\${${name}}`;
}

/** `export X=…` in a block that goes into the shell's start-up file. */
function keepsEnvironment({ source }: Document, { text }: BashScript): boolean {
  return /\bexport\s/.test(text) && /\.(?:bashrc|zshrc|bash_profile|profile|envrc)\b/.test(source.text);
}

/** Whether this or another document speaks of the variable, and not only as `$NAME`. */
function isExplained(name: string, document: Document, workspace: Workspace): boolean {
  const mention = new RegExp(`(?:^|[^$\\w{])${name}(?!\\w)`);
  return mention.test(document.source.text) || isSetSomewhere(workspace)(name);
}

/** Many texts have the same few names. */
const isSetSomewhere: (workspace: Workspace) => (name: string) => boolean = remembered(({ documents }) => {
  const known = new Map<string, boolean>();
  return (name) => {
    const isSet = known.get(name);
    if (isSet !== undefined) return isSet;
    const setting = new RegExp(`(?:^|[^$\\w{])${name}=|\`\\$?\\{?${name}\\}?\``);
    known.set(
      name,
      documents.some(({ source }) => source.text.includes(name) && setting.test(source.text)),
    );
    return known.get(name)!;
  };
});

function toPattern(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[^\w*]/g, "").replace(/\*+/g, "\\w*"));
  return new RegExp(`^(?:${escaped.join("|")})$`);
}

/**
 * Set by bash (manual 5.2), by a login (environ(7)), by CI services and well-known
 * tools, or by the program that hands the prompt to the session.
 */
const ENVIRONMENT = [
  ..."BASH* COMP_* COPROC DIRSTACK EPOCH* EUID FUNCNAME GROUPS HIST* HOSTNAME HOSTTYPE IFS LINENO MACHTYPE MAPFILE OLDPWD OPT* OSTYPE PIPESTATUS PPID PS0 PS1 PS2 PS4 PWD RANDOM READLINE_* REPLY SECONDS SHELL SHELLOPTS SHLVL SRANDOM UID _".split(
    " ",
  ),
  ..."HOME PATH USER LOGNAME LANG LANGUAGE LC_* TERM TZ EDITOR VISUAL PAGER BROWSER DISPLAY MAIL MANPATH COLUMNS LINES TMP TEMP TMPDIR XDG_* SSH_* SUDO_* NO_COLOR DEBUG VERBOSE".split(
    " ",
  ),
  ..."CI CI_* BUILD_* GITHUB_* GH_* GITLAB_* RUNNER_* TRAVIS* CIRCLE* JENKINS* NODE_* NPM_* npm_* PNPM_* PYTHON* VIRTUAL_ENV CONDA_* GO* CARGO_* RUST* JAVA_* GRADLE_* MAVEN_* ANDROID_* DOCKER_* COMPOSE_* KUBE* AWS_* AZURE_* GOOGLE_* GCLOUD_* GCP_* TF_* TMUX* STY CODESPACE* WSL_* VSCODE_*".split(
    " ",
  ),
  ..."ARGUMENTS ARGUMENT ARGS CLAUDE* ANTHROPIC_* OPENAI_* CODEX_* GEMINI_* CURSOR_* COPILOT_* AGENT_* *_API_KEY *_TOKEN *_SECRET *_PASSWORD *_KEY *_HOME DATABASE_URL".split(
    " ",
  ),
];

const COMMON = toPattern(ENVIRONMENT);
