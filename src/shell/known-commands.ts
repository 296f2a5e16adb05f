/*
 * What well-known commands do, from: the bash 5.2 manual (builtins), POSIX.1-2017
 * XCU 4 and the GNU manuals (utilities), git 2.45's manual pages, and the
 * documentation of the package managers and command lines named.
 */

const table = <Value>(entries: Record<string, Value>): Record<string, Value> => Object.assign(Object.create(null) as Record<string, Value>, entries);
const words = (...lists: string[]): ReadonlySet<string> => new Set(lists.join(" ").split(" "));

/** Their failure means nothing to a script, or cannot happen in practice. */
export const EXEMPT = words(
  // Builtins that say, remember or steer.
  "echo printf : true false pwd exit return break continue shift set unset export declare typeset local readonly let shopt trap alias unalias",
  "test [ [[ wait jobs disown bg fg umask getopts hash type times ulimit logout history read mapfile readarray enable bind dirs caller complete",
  // Utilities that wait, name or compute from their own words.
  "sleep date basename dirname seq yes uname whoami hostname id nproc arch tty uuidgen clear reset tput expr",
  // For a person at a terminal; another rule is about them.
  "watch less more man top htop btop vi vim nvim nano emacs code open xdg-open lnav tig lazygit",
);

/** Only with these options do they go on until a person stops them. */
export const WATCHES = table<true | RegExp>({
  tail: /^-[a-zA-Z0-9]*[fF]$|^--follow/,
  journalctl: /^-[a-zA-Z]*f$|^--follow/,
  "docker logs": /^-f$|^--follow/,
  "kubectl logs": /^-f$|^--follow/,
  "tmux attach": true,
  "tmux a": true,
  "tmux attach-session": true,
});

/** They lose nothing when they fail; `true`, or unless one of these options makes them write. */
export const READS = table<true | RegExp>({
  ls: true,
  cat: true,
  grep: true,
  egrep: true,
  fgrep: true,
  zgrep: true,
  rg: true,
  ag: true,
  ack: true,
  head: true,
  tail: true,
  wc: true,
  diff: true,
  cmp: true,
  comm: true,
  stat: true,
  file: true,
  du: true,
  df: true,
  tree: true,
  which: true,
  command: true,
  whereis: true,
  readlink: true,
  realpath: true,
  cut: true,
  tr: true,
  uniq: /^[^-]/,
  paste: true,
  column: true,
  fold: true,
  fmt: true,
  nl: true,
  tac: true,
  rev: true,
  od: true,
  xxd: true,
  hexdump: true,
  strings: true,
  md5sum: true,
  sha1sum: true,
  sha256sum: true,
  shasum: true,
  cksum: true,
  base64: true,
  join: true,
  bc: true,
  dc: true,
  jq: true,
  env: true,
  printenv: true,
  ps: true,
  pgrep: true,
  pidof: true,
  lsof: true,
  netstat: true,
  ss: true,
  free: true,
  uptime: true,
  vmstat: true,
  who: true,
  w: true,
  groups: true,
  getent: true,
  locale: true,
  ping: true,
  nslookup: true,
  dig: true,
  host: true,
  nc: true,
  pg_isready: true,
  sed: /^-[nErsz]*i|^--in-place/,
  perl: /^-[a-zA-Z]*i/,
  awk: /^inplace$/,
  gawk: /^inplace$/,
  mawk: true,
  yq: /^-[a-zA-Z]*i|^--inplace/,
  sort: /^-o|^--output/,
  journalctl: true,
  xargs: true,
  shellcheck: true,
  tokei: true,
  cloc: true,
  bat: true,
  fd: /^-x|^-X|^--exec/,
});

/** They change files, the working directory, packages, builds or servers. */
export const CHANGES = words(
  "cd pushd popd rm rmdir mv cp mkdir ln install rsync scp sftp dd shred truncate touch chmod chown chgrp patch split mktemp mkfifo tar unzip zip gzip gunzip",
  "curl wget",
  "npx pnpx bunx npm pnpm yarn bun pip pip3 pipx uv poetry conda apt apt-get dnf yum apk pacman snap brew gem bundle composer",
  "make gmake cmake ninja meson bazel cargo go rustc gcc g++ cc clang clang++ mvn gradle ./gradlew ./mvnw ant sbt dotnet tsc vite webpack rollup esbuild turbo nx",
  "pytest tox nox jest vitest mocha ctest phpunit rspec rake",
  "docker podman docker-compose kubectl helm terraform tofu pulumi ansible ansible-playbook vagrant packer",
  "vercel netlify fly flyctl heroku firebase serverless wrangler railway aws gcloud az systemctl service",
  "gh glab hub svn hg jj dolt alembic",
);

/** Of the programs with sub-commands, those whose other sub-commands are critical rather than unknown. */
export const SUBCOMMAND_CHANGES = words(
  "gh glab docker podman docker-compose kubectl helm npm pnpm yarn bun pip pip3 uv poetry conda cargo go dotnet bundle gem composer brew apt apt-get dnf yum apk pacman snap systemctl terraform",
);

export const SUBCOMMAND_READS = table<ReadonlySet<string>>({
  gh: new Set(
    ["pr", "issue", "run", "repo", "release", "label", "project", "workflow"]
      .flatMap((kind) => ["list", "view", "status", "checks", "diff", "watch"].map((verb) => `${kind} ${verb}`))
      .concat("status", "search", "auth status", "browse"),
  ),
  glab: new Set(["mr list", "mr view", "mr diff", "issue list", "issue view", "ci status", "ci view", "auth status"]),
  docker: words("ps images logs inspect info version stats top port history search diff events"),
  podman: words("ps images logs inspect info version stats top port history search diff"),
  "docker-compose": words("ps logs config images top port version"),
  kubectl: words("get describe logs top explain version api-resources cluster-info diff events"),
  helm: words("list ls status get history search show template lint version"),
  npm: words("ls list view info outdated audit search config root prefix whoami version help explain fund doctor ping"),
  pnpm: words("ls list why outdated audit root bin"),
  yarn: words("list why info outdated audit"),
  bun: words("pm"),
  pip: words("list show freeze check search"),
  pip3: words("list show freeze check search"),
  uv: words("tree version"),
  poetry: words("show check version env"),
  conda: words("list info search"),
  cargo: words("tree metadata search version"),
  go: words("version env list doc vet"),
  dotnet: words("--info --version list"),
  bundle: words("list show outdated info"),
  gem: words("list search"),
  composer: words("show outdated validate"),
  brew: words("list info search outdated doctor --prefix"),
  apt: words("list show search"),
  "apt-get": words("check"),
  dnf: words("list info search"),
  yum: words("list info search"),
  apk: words("info search"),
  pacman: new Set(["-Q", "-Ss", "-Si"]),
  snap: words("list info find"),
  systemctl: words("status show list-units list-unit-files is-active is-enabled is-failed cat"),
  terraform: words("plan validate show output version providers"),
  tmux: words("ls list-sessions list-windows list-panes has-session display-message capture-pane show-options"),
  svn: words("status log diff info list"),
  hg: words("status log diff summary"),
  jj: words("status st log diff show"),
  rustup: words("show"),
  flutter: words("doctor devices"),
  swift: words("--version"),
});

const only =
  (...verbs: string[]) =>
  (operands: readonly string[]) =>
    verbs.includes(operands.find((value) => !value.startsWith("-")) ?? "");
const noOperand = (operands: readonly string[]) => operands.every((value) => value.startsWith("-"));
const LISTS_BRANCHES = /^(?:-a|-r|-v|-vv|-l|--all|--remotes|--list|--show-current|--merged|--no-merged|--contains|--format.*|--sort.*)$/;
const MOVES_BRANCHES = /^(?:-[dDmMcCfu]|--delete|--move|--copy|--force|--set-upstream-to.*|--unset-upstream|--edit-description)$/;

/** git sub-commands that change nothing: always, or with these operands. */
export const GIT_READS = table<true | ((operands: readonly string[]) => boolean)>({
  status: true,
  log: true,
  diff: true,
  show: true,
  "rev-parse": true,
  "rev-list": true,
  "ls-files": true,
  "ls-remote": true,
  "ls-tree": true,
  "cat-file": true,
  blame: true,
  annotate: true,
  shortlog: true,
  describe: true,
  grep: true,
  "merge-base": true,
  "show-ref": true,
  "show-branch": true,
  "name-rev": true,
  "for-each-ref": true,
  whatchanged: true,
  "check-ignore": true,
  "check-attr": true,
  "count-objects": true,
  fsck: true,
  var: true,
  "diff-index": true,
  "diff-tree": true,
  "diff-files": true,
  "merge-tree": true,
  "range-diff": true,
  cherry: true,
  version: true,
  help: true,
  "check-ref-format": true,
  "verify-commit": true,
  "verify-tag": true,
  "--version": true,
  remote: (operands) => noOperand(operands) || only("show", "get-url")(operands),
  branch: (operands) => !operands.some((value) => MOVES_BRANCHES.test(value)) && (noOperand(operands) || operands.some((value) => LISTS_BRANCHES.test(value))),
  tag: (operands) =>
    noOperand(operands)
      ? !operands.some((value) => /^-[adsmf]$/.test(value))
      : operands.some((value) => /^(?:-l|--list|-n\d*|--contains|--points-at)$/.test(value)),
  config: (operands) =>
    operands.some((value) => /^(?:--get|--get-all|--get-regexp|-l|--list|list|get)$/.test(value)) ||
    (!operands.some((value) => /^--(?:unset|add|replace)/.test(value)) && operands.filter((value) => !value.startsWith("-")).length === 1),
  "symbolic-ref": (operands) => !operands.some((value) => /^(?:-d|--delete)$/.test(value)) && operands.filter((value) => !value.startsWith("-")).length <= 1,
  stash: only("list", "show"),
  worktree: only("list"),
  reflog: (operands) => noOperand(operands) || only("show", "exists")(operands),
  submodule: (operands) => noOperand(operands) || only("status", "summary")(operands),
  bisect: only("log", "view"),
  notes: (operands) => noOperand(operands) || only("list", "show")(operands),
  lfs: only("ls-files", "status", "env"),
});

/** Commands whose exit status is an answer: always, or with these options. */
export const ANSWERS = table<true | RegExp>({
  grep: /^-[a-zA-Z]*q|^--quiet|^--silent/,
  egrep: /^-[a-zA-Z]*q/,
  fgrep: /^-[a-zA-Z]*q/,
  rg: /^-[a-zA-Z]*q|^--quiet/,
  diff: /^-[a-zA-Z]*q|^--brief/,
  cmp: /^-[a-zA-Z]*s|^--silent|^--quiet/,
  command: /^-[vV]$/,
  which: true,
  type: true,
  hash: true,
  pgrep: true,
  pidof: true,
  kill: /^-0$/,
  pg_isready: true,
  nc: /^-[a-zA-Z]*z/,
  jq: /^-[a-zA-Z]*e|^--exit-status/,
  "git diff": /^--quiet$|^--exit-code$/,
  "git diff-index": /^--quiet$|^--exit-code$/,
  "git diff-files": /^--quiet$/,
  "git rev-parse": /^--verify$|^-q$|^--quiet$|^--git-dir$|^--is-inside-work-tree$/,
  "git show-ref": true,
  "git merge-base": /^--is-ancestor$/,
  "git ls-remote": /^--exit-code$/,
  "git ls-files": /^--error-unmatch$/,
  "git cat-file": /^-e$/,
  "git check-ignore": true,
  "git symbolic-ref": /^-q$/,
  "systemctl is-active": true,
  "systemctl is-enabled": true,
  "tmux has-session": true,
  "gh auth": /^status$/,
  dpkg: /^--compare-versions$/,
});
