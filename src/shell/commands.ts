import type { Assignment, Command, ParsedScript, Redirection, Word } from "unbash";
import { isStatic } from "./nodes.ts";
import { quotedScript, type ShellText } from "./text.ts";

/** A simple command as it runs: seen through `sudo`, `timeout` and their like. */
export interface Invocation {
  /** The program or builtin; `""` for a line of assignments or redirections only, `undefined` when only known at run time. */
  name: string | undefined;
  /** The word that names it, `undefined` for a line without a command. */
  word: Word | undefined;
  /** What follows the name. */
  args: readonly Argument[];
  /** The programs in front, outermost first: `["sudo", "timeout"]`. */
  wrappers: readonly string[];
  /** Of `git`, `gh`, `npm` …: the first word that is no option. */
  subcommand: string | undefined;
  /** What stands between the name and the sub-command: options for all of them, `-C DIR`. */
  globals: readonly Argument[];
  /** What follows the sub-command, or else the name. */
  operands: readonly Argument[];
  assignments: readonly Assignment[];
  redirects: readonly Redirection[];
  /** The script it hands to another shell: `bash -c '…'`, `ssh host '…'`, `eval '…'`. */
  inner: InnerScript | undefined;
}

export interface Argument {
  /** Quotes taken off; expansions as written. */
  value: string;
  isStatic: boolean;
  word: Word;
}

interface InnerScript {
  tree: ParsedScript;
  text: ShellText;
  /** `eval` runs it in the same shell, `bash -e` starts one with errexit. */
  runs: "here" | "new shell" | "new shell with errexit";
}

/** What `command` runs. Positions in `inner` are mapped by its own `text`. */
export function readInvocation(command: Command, text: ShellText): Invocation {
  const known = invocations.get(command);
  if (known?.text === text) return known.invocation;
  const invocation = readCommand(command, text);
  invocations.set(command, { text, invocation });
  return invocation;
}

/** The analysis and the rules ask for a command again and again. */
const invocations = new WeakMap<Command, { text: ShellText; invocation: Invocation }>();

function readCommand(command: Command, text: ShellText): Invocation {
  const words = command.suffix.filter((node): node is Word => node.type === "Word");
  const declared = command.suffix.filter((node): node is Assignment => node.type === "Assignment");
  const all: Argument[] = [...(command.name ? [command.name] : []), ...words].map((word) => ({ value: word.value, isStatic: isStatic(word), word }));
  const wrappers: string[] = [];

  let at = 0;
  while (at < all.length && all[at]!.isStatic) {
    const wrapper = WRAPPERS[nameOf(all[at]!)];
    const next = wrapper && skipWrapper(all, at + 1, wrapper);
    if (next === undefined || next >= all.length) break;
    wrappers.push(nameOf(all[at]!));
    at = next;
  }

  const first = all[at];
  const name = first === undefined ? "" : first.isStatic ? nameOf(first) : undefined;
  const args = all.slice(at + 1);
  const sub = name !== undefined && name in SUBCOMMAND_OPTIONS ? findOperand(args, SUBCOMMAND_OPTIONS[name]!) : -1;
  return {
    name,
    word: first?.word,
    args,
    wrappers,
    subcommand: args[sub]?.isStatic ? args[sub].value : undefined,
    globals: sub < 0 ? [] : args.slice(0, sub),
    operands: sub < 0 ? args : args.slice(sub + 1),
    assignments: [...command.prefix.filter((node): node is Assignment => node.type === "Assignment"), ...declared],
    redirects: [...command.prefix, ...command.suffix].filter((node): node is Redirection => node.type !== "Word" && node.type !== "Assignment"),
    inner: name === undefined ? undefined : readInner(name, args, text),
  };
}

/** `git commit`, `npm install`, `cd`: what to call it in a message. */
export function shortName({ name, subcommand, inner, args }: Invocation): string {
  if (subcommand !== undefined) return `${name} ${subcommand}`;
  if (inner && args.length > 1 && name !== "eval") return `${name} …`;
  return name ?? "";
}

export function hasOption({ args }: Invocation, pattern: RegExp): boolean {
  return args.some(({ value }) => pattern.test(value));
}

/** The file that a redirection writes to, unless it only goes to a terminal, a device or another descriptor. */
export function writtenFile(redirect: Redirection): Word | undefined {
  if (redirect.type !== "Redirect" || !WRITING.includes(redirect.operator)) return undefined;
  const target = redirect.target;
  if (target === undefined || (redirect.operator === ">&" && /^(?:\d+-?|-)$/.test(target.value))) return undefined;
  return /^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/.test(target.value) ? undefined : target;
}

/** Whether its error messages, or all it says, go to `/dev/null`: redirections count from left to right. */
export function discards({ redirects }: Pick<Invocation, "redirects">, stream: "output" | "errors"): boolean {
  const lost = new Map<number, boolean>();
  for (const redirect of redirects) {
    if (redirect.type !== "Redirect" || !WRITING.includes(redirect.operator)) continue;
    const target = redirect.target?.value ?? "";
    const own = redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : undefined;
    const isCopy = redirect.operator === ">&" && /^\d+$/.test(target);
    const isBoth = redirect.operator.startsWith("&>") || (redirect.operator === ">&" && own === undefined && !isCopy);
    const isLost = isCopy ? lost.get(Number(target)) === true : target === "/dev/null";
    for (const descriptor of isBoth ? [1, 2] : [own ?? 1]) lost.set(descriptor, isLost);
  }
  return lost.get(stream === "output" ? 1 : 2) === true;
}

const WRITING: readonly string[] = [">", ">>", ">|", "&>", "&>>", ">&", "<>"];

interface Wrapper {
  /** Options whose value is the next word. */
  valued: readonly string[];
  /** Words between the options and the command: `timeout`'s duration, `flock`'s file. */
  operands?: number;
  /** `env X=1 cmd`, `sudo X=1 cmd`. */
  assignments?: boolean;
  /** With one of these it asks about a command and runs none: `command -v`. */
  asks?: readonly string[];
}

/** From the manual pages: coreutils 9, sudo 1.9, findutils 4.9, util-linux 2.39, time 1.9, bash 5.2. */
const WRAPPERS: Record<string, Wrapper> = Object.assign(Object.create(null) as object, {
  sudo: {
    valued: ["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user", "--group"],
    assignments: true,
    asks: ["-l", "-v", "-k", "-K", "-e"],
  },
  doas: { valued: ["-u", "-C"] },
  env: { valued: ["-u", "-C", "--unset", "--chdir"], assignments: true },
  timeout: { valued: ["-k", "-s", "--kill-after", "--signal"], operands: 1 },
  gtimeout: { valued: ["-k", "-s", "--kill-after", "--signal"], operands: 1 },
  nice: { valued: ["-n", "--adjustment"] },
  ionice: { valued: ["-c", "-n", "--class", "--classdata"], asks: ["-p"] },
  nohup: { valued: [] },
  setsid: { valued: [] },
  stdbuf: { valued: ["-i", "-o", "-e"] },
  time: { valued: ["-f", "-o", "--format", "--output"] },
  caffeinate: { valued: ["-t", "-w"] },
  command: { valued: [], asks: ["-v", "-V"] },
  builtin: { valued: [] },
  exec: { valued: ["-a"] },
  xargs: { valued: ["-I", "-n", "-P", "-L", "-d", "-a", "-s", "-E", "--max-args", "--max-procs", "--delimiter", "--arg-file"] },
  flock: { valued: ["-w", "-E", "--timeout", "--wait"], operands: 1, asks: ["-c"] },
  chronic: { valued: [] },
  unbuffer: { valued: [] },
} satisfies Record<string, Wrapper>);

/** Programs with sub-commands, and their options in front of it that take the next word. */
const SUBCOMMAND_OPTIONS: Record<string, readonly string[]> = Object.assign(Object.create(null) as object, {
  git: ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env"],
  gh: ["-R", "--repo"],
  glab: ["-R", "--repo"],
  docker: ["-H", "--host", "-c", "--context", "--config", "-l", "--log-level"],
  podman: [],
  "docker-compose": ["-f", "--file", "-p", "--project-name", "--env-file"],
  kubectl: ["-n", "--namespace", "--context", "--kubeconfig"],
  helm: ["-n", "--namespace", "--kube-context"],
  npm: ["--prefix", "-w", "--workspace", "-C"],
  pnpm: ["-C", "--dir", "--filter", "-F"],
  yarn: ["--cwd"],
  bun: [],
  pip: [],
  pip3: [],
  uv: [],
  poetry: [],
  conda: [],
  cargo: [],
  go: [],
  rustup: [],
  dotnet: [],
  bundle: [],
  gem: [],
  composer: [],
  brew: [],
  flutter: [],
  swift: [],
  apt: [],
  "apt-get": ["-o", "-c"],
  dnf: [],
  yum: [],
  apk: [],
  pacman: [],
  snap: [],
  systemctl: [],
  terraform: [],
  tmux: ["-L", "-S", "-f"],
  svn: [],
  hg: [],
  jj: [],
} satisfies Record<string, readonly string[]>);

function nameOf({ value }: Argument): string {
  return value.startsWith("/") ? value.slice(value.lastIndexOf("/") + 1) : value;
}

function skipWrapper(words: readonly Argument[], from: number, wrapper: Wrapper): number | undefined {
  let left = wrapper.operands ?? 0;
  for (let at = from; at < words.length; at++) {
    const value = words[at]!.value;
    if (wrapper.asks?.includes(value)) return undefined;
    if (value === "--") return at + 1 + left;
    // `env - cmd` is `env -i cmd`.
    if (value === "-" && wrapper.assignments) continue;
    if (value.startsWith("-") && value !== "-") {
      // The last option of `-iu` takes the next word.
      const last = /^-[A-Za-z]{2,}$/.test(value) ? `-${value.at(-1)}` : value;
      if (wrapper.valued.includes(value) || (last !== value && wrapper.valued.includes(last))) at++;
      continue;
    }
    if (wrapper.assignments && /^[A-Za-z_]\w*=/.test(value)) continue;
    if (left > 0) {
      left--;
      continue;
    }
    return at;
  }
  return undefined;
}

function findOperand(args: readonly Argument[], valued: readonly string[]): number {
  for (let at = 0; at < args.length; at++) {
    const value = args[at]!.value;
    if (!value.startsWith("-")) return at;
    if (valued.includes(value)) at++;
  }
  return -1;
}

const SHELLS = ["bash", "sh", "zsh", "dash", "ksh", "ash"];
/** Options of ssh(1), OpenSSH 9, that take the next word. */
const SSH_VALUED = ["-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R", "-S", "-W", "-w"];

function readInner(name: string, args: readonly Argument[], text: ShellText): InnerScript | undefined {
  const parsed = (argument: Argument | undefined) => argument && quotedScript(text, argument.word);
  if (name === "eval") {
    const inner = args.length === 1 ? parsed(args[0]) : undefined;
    return inner && args[0]!.isStatic ? { ...inner, runs: "here" } : undefined;
  }
  if (SHELLS.includes(name) || name === "su") {
    // `bash -ce` is `bash -c -e`; `su -ce` runs «e». One dash is enough for bash's long options.
    const option = name === "su" ? /^-[a-z]*c$/ : /^-(?!norc$|rcfile$)[abd-z]*c[a-z]*$/;
    const at = args.findIndex(({ value }) => option.test(value));
    const inner = at < 0 ? undefined : parsed(args[at + 1]);
    const before = args.slice(0, at + 1);
    const errexit = name !== "su" && before.some(({ value }, index) => /^-[a-z]*e/.test(value) || (value === "-o" && before[index + 1]?.value === "errexit"));
    return inner && { ...inner, runs: errexit ? "new shell with errexit" : "new shell" };
  }
  if (name === "ssh") {
    const host = findOperand(args, SSH_VALUED);
    const remote = host < 0 ? [] : args.slice(host + 1);
    const inner = remote.length === 1 ? parsed(remote[0]) : undefined;
    return inner && { ...inner, runs: "new shell" };
  }
  return undefined;
}
