import { hasOption, type Argument, type Invocation } from "./commands.ts";

/**
 * How a command waits for a person.
 *
 * - `editor`: opens a text for editing
 * - `prompt`: asks, and reads the answer from the terminal
 * - `screen`: shows something until a key is pressed
 * - `follow`: goes on showing what is new
 */
export interface Waiting {
  kind: "editor" | "prompt" | "screen" | "follow";
  /** The option or command that would do without a person. */
  expected: string;
  /** What to put behind the command, or in front of it. */
  repair?: { where: "behind" | "before" | "name"; text: string };
  /** It signs in to a service or sets up a key. */
  isLogin?: boolean;
  /** The argument that makes it wait, as the author wrote it: `-f` of `tail -f`. */
  option?: string;
}

/**
 * What a person has to do before `invocation` goes on; `undefined` for nothing.
 *
 * From the manuals of git 2.45, gh 2.50, GNU coreutils 9, procps 4, apt 2.7,
 * OpenSSH 9, npm 10 and the editors.
 */
export function findWaiting(invocation: Invocation): Waiting | undefined {
  const { name, subcommand, args } = invocation;
  if (name === undefined || args.some(({ value }) => /^--?(?:help|version)$/.test(value))) return undefined;
  if (name === "git") return gitWaiting(invocation);
  if (name === "gh") return githubWaiting(invocation);
  if (EDITORS.has(name))
    return hasOption(invocation, /^--?(?:batch|headless|script)$|^-[a-zA-Z]*[sE]/) || args.some(({ value }) => /^\+.*q/.test(value))
      ? undefined
      : { kind: "editor", expected: "`sed -i`, or a here-document for the whole file" };
  const found = WAITING[name] ?? WAITING[`${name} ${subcommand}`];
  // `apt-get -y install`: options stand on both sides of the sub-command.
  const own = found === WAITING[name] ? args : args.filter(({ value }) => value !== subcommand);
  if (!found || own.some(({ value }) => found.unless?.test(value))) return undefined;
  if (!found.only) return found;
  const option = own.find(({ value }) => found.only!.test(value))?.value;
  return option === undefined ? undefined : { ...found, option };
}

const EDITORS = new Set(["vi", "vim", "nvim", "nano", "pico", "emacs", "micro", "joe", "visudo"]);

interface Entry extends Waiting {
  /** With such an argument it does not wait. */
  unless?: RegExp;
  /** Only with such an argument it waits. */
  only?: RegExp;
}

const YES = {
  unless: /^-[a-zA-Z]*y|^--(?:yes|assume-yes|assumeyes|force-yes|dry-run|download-only)$|^-[a-zA-Z]*s$/,
  kind: "prompt",
  expected: "`-y`",
  repair: { where: "behind", text: " -y" },
} as const;
const FOLLOW = { kind: "follow", expected: "`timeout`, or the last lines only", repair: { where: "before", text: "timeout 60 " } } as const;

const WAITING: Record<string, Entry | undefined> = Object.assign(Object.create(null) as object, {
  less: { kind: "screen", unless: /^-[a-zA-Z]*[EF]/, expected: "`cat` or `head`", repair: { where: "name", text: "cat" } },
  more: { kind: "screen", expected: "`cat` or `head`", repair: { where: "name", text: "cat" } },
  most: { kind: "screen", expected: "`cat` or `head`", repair: { where: "name", text: "cat" } },
  top: { kind: "screen", unless: /^-[a-zA-Z]*[bl]/, expected: "`top -b -n 1`", repair: { where: "name", text: "top -b -n 1" } },
  htop: { kind: "screen", expected: "`top -b -n 1`", repair: { where: "name", text: "top -b -n 1" } },
  btop: { kind: "screen", expected: "`top -b -n 1`", repair: { where: "name", text: "top -b -n 1" } },
  lazygit: { kind: "screen", expected: "git's own commands" },
  tig: { kind: "screen", expected: "`git log`" },
  gitk: { kind: "screen", expected: "`git log`" },
  watch: { ...FOLLOW, unless: /^-[a-zA-Z]*g|^--(?:chgexit|equexit)/ },
  tail: { ...FOLLOW, only: /^-[a-zA-Z0-9]*[fF]$|^--follow/, unless: /^--pid/ },
  journalctl: { ...FOLLOW, only: /^-[a-zA-Z]*f$|^--follow/ },
  "docker logs": { ...FOLLOW, only: /^-[a-zA-Z]*f$|^--follow/ },
  "kubectl logs": { ...FOLLOW, only: /^-[a-zA-Z]*f$|^--follow/ },
  passwd: { kind: "prompt", isLogin: true, expected: "a step for a person" },
  crontab: { kind: "editor", only: /^-e$/, expected: "`crontab FILE`" },
  "systemctl edit": { kind: "editor", unless: /^--stdin$/, expected: "a drop-in file" },
  "kubectl edit": { kind: "editor", expected: "`kubectl apply` or `kubectl patch`" },
  "apt install": YES,
  "apt-get install": YES,
  "apt upgrade": YES,
  "apt-get upgrade": YES,
  "apt remove": YES,
  "apt-get remove": YES,
  "dnf install": YES,
  "yum install": YES,
  pacman: { kind: "prompt", only: /^-S[yu]*$/, unless: /^--noconfirm$/, expected: "`--noconfirm`", repair: { where: "behind", text: " --noconfirm" } },
  "npm init": { kind: "prompt", unless: /^-y$|^--yes$|^[^-]/, expected: "`-y`", repair: { where: "behind", text: " -y" } },
  "yarn init": { kind: "prompt", unless: /^-y$|^--yes$/, expected: "`-y`", repair: { where: "behind", text: " -y" } },
  "npm login": { kind: "prompt", isLogin: true, expected: "a token in the environment" },
  "npm adduser": { kind: "prompt", isLogin: true, expected: "a token in the environment" },
  "docker login": { kind: "prompt", isLogin: true, unless: /^-p$|^--password/, expected: "`--password-stdin`" },
  "ssh-keygen": {
    kind: "prompt",
    isLogin: true,
    unless: /^-N$|^-[a-zA-Z]*[lRFyAYrBeipcHDQ]$/,
    expected: "`-N ''` and `-f FILE`",
    repair: { where: "behind", text: " -N ''" },
  },
  rm: { kind: "prompt", only: /^-[a-zA-Z]*[iI]/, unless: /^-[a-zA-Z]*f/, expected: "the files by name, without `-i`" },
} satisfies Record<string, Entry>);

function gitWaiting({ subcommand, operands, assignments, args }: Invocation): Waiting | undefined {
  if (assignments.some(({ name }) => /^GIT_(?:SEQUENCE_)?EDITOR$|^EDITOR$/.test(name)) || args.some(({ value }) => value.startsWith("core.editor=")))
    return undefined;
  const find = (pattern: RegExp) => operands.find(({ value }) => pattern.test(value))?.value;
  const has = (pattern: RegExp) => find(pattern) !== undefined;
  const patch = (pattern: RegExp): Waiting | undefined => {
    const option = find(pattern);
    return option === undefined ? undefined : { kind: "prompt", expected: "the paths by name", option };
  };
  // Off a terminal `git merge` and `git revert` take the message as it is.
  switch (subcommand) {
    case "commit":
      if (has(/^-[a-zA-Z]*[mFCt]|^--(?:message|file|reuse-message|template|fixup|squash|no-edit|dry-run|porcelain)/)) return undefined;
      return (
        patch(/^-[a-zA-Z]*p$|^--(?:patch|interactive)$/) ??
        (has(/^--amend$/)
          ? { kind: "editor", expected: "`--no-edit` or `-m`", repair: { where: "behind", text: " --no-edit" } }
          : { kind: "editor", expected: "`-m` with a message" })
      );
    case "rebase":
      if (has(/^-i$|^--interactive$/)) return { kind: "editor", expected: "`git rebase` without `-i`, or `GIT_SEQUENCE_EDITOR` set" };
      return has(/^--continue$/)
        ? { kind: "editor", expected: "`GIT_EDITOR=true` in front", repair: { where: "before", text: "GIT_EDITOR=true " } }
        : undefined;
    case "add":
      return patch(/^-[a-zA-Z]*[pie]$|^--(?:patch|interactive|edit)$/);
    case "checkout":
    case "reset":
    case "restore":
    case "stash":
      return patch(/^-p$|^--patch$/);
    case "clean":
      return has(/^-[a-zA-Z]*i|^--interactive$/) ? { kind: "prompt", expected: "`git clean -f` with the paths" } : undefined;
    case "tag":
      return has(/^-[a-zA-Z]*[as]$|^--(?:annotate|sign)$/) && !has(/^-[a-zA-Z]*[mF]|^--(?:message|file)/)
        ? { kind: "editor", expected: "`-m` with a message" }
        : undefined;
    case "mergetool":
      return { kind: "editor", expected: "an edit of the conflicted files" };
    case "config":
      return has(/^-e$|^--edit$/) ? { kind: "editor", expected: "`git config NAME VALUE`" } : undefined;
    default:
      return undefined;
  }
}

/** gh asks for what is missing; off a terminal it stops instead. */
function githubWaiting({ subcommand, operands }: Invocation): Waiting | undefined {
  const [verb, ...rest] = operands;
  const has = (pattern: RegExp) => rest.some(({ value }) => pattern.test(value));
  switch (`${subcommand} ${verb?.value}`) {
    case "auth login":
      return has(/^--with-token$/) ? undefined : { kind: "prompt", isLogin: true, expected: "`--with-token`, or `GH_TOKEN` in the environment" };
    case "pr create":
      return has(/^-[a-zA-Z]*[fTw]|^--(?:fill|web|template|recover|dry-run)/) || hasTitleAndBody(has) || isUnknown(rest)
        ? undefined
        : { kind: "prompt", expected: "`--fill`, or `--title` and `--body`", repair: { where: "behind", text: " --fill" } };
    case "issue create":
      return has(/^-[a-zA-Z]*[Tw]|^--(?:web|template|recover)/) || hasTitleAndBody(has) || isUnknown(rest)
        ? undefined
        : { kind: "prompt", expected: "`--title` and `--body`" };
    case "pr merge":
      return has(/^-[a-zA-Z]*[msrd]|^--(?:merge|squash|rebase|auto|disable-auto|admin)/) || isUnknown(rest)
        ? undefined
        : { kind: "prompt", expected: "`--merge`, `--squash` or `--rebase`" };
    case "issue comment":
    case "pr comment":
      return has(/^-[a-zA-Z]*[bFwe]|^--(?:body|web|editor|edit-last)/) || isUnknown(rest) ? undefined : { kind: "prompt", expected: "`--body`" };
    default:
      return undefined;
  }
}

/** Of the two, the one that is left out is asked for. */
function hasTitleAndBody(has: (pattern: RegExp) => boolean): boolean {
  return has(/^-[a-zA-Z]*t|^--title/) && has(/^-[a-zA-Z]*[bF]|^--body/);
}

/** An expansion may hold the options, dots stand for them. */
function isUnknown(args: readonly Argument[]): boolean {
  return args.some(({ isStatic, value }) => (!isStatic && /^[$`]/.test(value)) || /^\.{3}$|^…$/.test(value));
}
