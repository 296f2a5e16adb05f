import { discards, hasOption, type Invocation } from "./commands.ts";

/**
 * Whether a command fails also where all is well, so that who ignores its
 * failure is right to: what it makes is there already, what it takes away is
 * gone, there is nothing to commit, or it only tries, reports or notifies.
 */
export function failsHarmlessly(invocation: Invocation): boolean {
  const { name, subcommand, args, operands, wrappers, redirects } = invocation;
  // The end of the time is what was asked for.
  if (wrappers.some((wrapper) => /^g?timeout$/.test(wrapper))) return true;
  if (name === undefined) return false;
  if (HARMLESS.has(name)) return true;
  if (name === "git") return isHarmlessGit(invocation);
  // Without a file it shows the answer, or pings.
  if (name === "curl") return !hasOption(invocation, /^-[a-zA-Z]*[oO]$|^--output|^--remote-name/) && !redirects.some(({ operator }) => operator === ">");
  if (name === "mv") return args.some(({ value }) => /[*?]/.test(value)) || discards(invocation, "errors");
  if (subcommand === "update" && ["apt", "apt-get", "brew"].includes(name)) return true;
  const verbs = [subcommand, ...operands.filter(({ value }) => !value.startsWith("-")).map(({ value }) => value)].slice(0, 2).join(" ");
  return TIDYING.test(name) || TIDYING.test(verbs);
}

const HARMLESS: ReadonlySet<string> = new Set(
  [
    "rm rmdir unlink mkdir kill pkill killall chmod chown cp ln popd touch umount rsync",
    "source . eval nvm fnm asdf direnv corepack pyenv conda module",
    "say osascript notify-send terminal-notifier mail sendmail afplay paplay wall",
    "prettier eslint ruff black isort mypy flake8 pylint golangci-lint shellcheck markdownlint",
    "dropdb createdb tmux screen crontab launchctl",
  ]
    .join(" ")
    .split(" "),
);

/** In the name of a script or function, or as the verb of a program. */
const TIDYING =
  /(?:^|[\s/:_-])(?:clean\w*|prune|rm|rmi|remove|delete|uninstall|down|stop|kill|unlink|disable|notify|notif\w*|alert|log|report|record|metrics?|telemetry|lint|lint:\w+|format|fmt|clippy|audit|coverage|label|extension|login|auth|unload)(?:$|[\s/:_.-])/i;

const GIT_HARMLESS: ReadonlySet<string> = new Set(
  "branch fetch commit add rm remote tag stash config init gc clean notes lfs restore submodule maintenance".split(" "),
);

function isHarmlessGit(invocation: Invocation): boolean {
  const { subcommand, operands } = invocation;
  if (subcommand === undefined || GIT_HARMLESS.has(subcommand)) return true;
  if (hasOption(invocation, /^--(?:abort|quit|skip|delete|prune|unset.*)$/)) return true;
  if (subcommand === "push") return operands.some(({ value }) => value === "-d" || /^:\S/.test(value) || value === "--tags");
  if (subcommand === "worktree") return !operands.some(({ value }) => value === "add");
  // `git checkout -- file` only takes changes back.
  return subcommand === "checkout" && operands.some(({ value }) => value === "--");
}
