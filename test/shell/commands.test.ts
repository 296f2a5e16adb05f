import { describe, expect, test } from "vitest";
import { readInvocation, writtenFile } from "../../src/shell/commands.ts";
import { findWaiting } from "../../src/shell/interactive.ts";
import { commandsIn } from "../../src/shell/nodes.ts";
import { editedFiles, takesUp } from "../../src/shell/staging.ts";
import { scriptText } from "../../src/shell/text.ts";
import { findRejectedWords } from "../../src/shell/tool-expressions.ts";
import { toPatternWord } from "../../src/shell/pattern-words.ts";
import { blockerHandler, firstLine, nameOf, shorten } from "../../src/shell/wording.ts";
import { bashScript } from "./analyze-text.ts";
import { tellCommand } from "./tell.ts";

/* What is known of commands by their words, one a line. `vitest -u` rewrites the snapshots: read the diff. */

const invocationsOf = (line: string) => commandsIn(bashScript(line).tree).map((command) => readInvocation(command, scriptText({ masked: line })));
const table = (lines: readonly string[], tell: (line: string) => string) =>
  `\n${lines.map((line) => `${line.replaceAll("\n", "⏎")} → ${tell(line)}`).join("\n")}\n`;
const told = (line: string) =>
  invocationsOf(line)
    .map((invocation) => tellCommand(invocation, scriptText({ masked: line })))
    .join(" and ");
const some = (text: string, ...ways: string[]) => text.split(" ").flatMap((word) => ways.map((way) => way.replaceAll("@", word)));

test.each(
  Object.entries({
    "that mean nothing when they fail": [
      ...some(
        "echo printf : true false pwd exit return break continue shift set unset export declare typeset local readonly let shopt trap alias unalias",
        "@ a",
      ),
      ...some(
        "test [ wait jobs disown bg fg umask getopts hash type times ulimit logout history read mapfile readarray enable bind dirs caller complete",
        "@ a",
      ),
      ...some("sleep date basename dirname seq yes uname whoami hostname id nproc arch tty uuidgen clear reset tput expr", "@ a"),
      ...some("watch less more man top htop btop vi vim nvim nano emacs code open xdg-open lnav tig lazygit", "@ a"),
    ],
    "that read": [
      ...some(
        "ls cat grep egrep fgrep zgrep rg ag ack head tail wc diff cmp comm stat file du df tree which command whereis readlink realpath cut tr uniq paste column fold fmt nl tac rev od xxd hexdump strings",
        "@ -a",
      ),
      ...some(
        "md5sum sha1sum sha256sum shasum cksum base64 join bc dc jq env printenv ps pgrep pidof lsof netstat ss free uptime vmstat who w groups getent locale ping nslookup dig host nc pg_isready",
        "@ -a",
      ),
      ...some(
        "sed perl awk gawk mawk yq sort journalctl xargs shellcheck tokei cloc bat fd",
        "@ -a",
        "@ a",
        "@ -i a",
        "@ --in-place a",
        "@ --inplace a",
        "@ -o a",
        "@ --output a",
        "@ -x a",
        "@ -X a",
        "@ --exec a",
        "@ inplace a",
        "@ -nri a",
        "@ -zi a",
        "@ -pi a",
      ),
    ],
    "that change": [
      ...some(
        "cd pushd popd rm rmdir mv cp mkdir ln install rsync scp sftp dd shred truncate touch chmod chown chgrp patch split mktemp mkfifo tar unzip zip gzip gunzip curl wget",
        "@ a",
      ),
      ...some("npx pnpx bunx npm pnpm yarn bun pip pip3 pipx uv poetry conda apt apt-get dnf yum apk pacman snap brew gem bundle composer", "@ a", "@"),
      ...some(
        "make gmake cmake ninja meson bazel cargo go rustc gcc g++ cc clang clang++ mvn gradle ./gradlew ./mvnw ant sbt dotnet tsc vite webpack rollup esbuild turbo nx",
        "@ a",
      ),
      ...some(
        "pytest tox nox jest vitest mocha ctest phpunit rspec rake docker podman docker-compose kubectl helm terraform tofu pulumi ansible ansible-playbook vagrant packer",
        "@ a",
      ),
      ...some(
        "vercel netlify fly flyctl heroku firebase serverless wrangler railway aws gcloud az systemctl service gh glab hub svn hg jj dolt alembic",
        "@ a",
      ),
    ],
    "with a sub-command that reads": [
      ...some(
        "pr issue run repo release label project workflow a",
        ...["list", "view", "status", "checks", "diff", "watch", "create"].map((verb) => `gh @ ${verb}`),
      ),
      ...[
        "gh status",
        "gh search a",
        "gh auth status",
        "gh browse",
        "gh auth a",
        ...some("mr-list mr-view mr-diff issue-list issue-view ci-status ci-view auth-status mr-create", "glab @").map((line) => line.replace("-", " ")),
      ],
      ...some("ps images logs inspect info version stats top port history search diff events run", "docker @", "podman @"),
      ...some("ps logs config images top port version up", "docker-compose @"),
      ...some("get describe logs top explain version api-resources cluster-info diff events apply", "kubectl @"),
      ...some("list ls status get history search show template lint version install", "helm @"),
      ...some(
        "ls list view info outdated audit search config root prefix whoami version help explain fund doctor ping why bin ci",
        "npm @",
        "pnpm @",
        "yarn @",
      ),
      ...[
        "bun pm",
        "bun a",
        ...some("list show freeze check search install", "pip @", "pip3 @"),
        ...some("tree version sync", "uv @"),
        ...some("show check version env lock", "poetry @"),
        ...some("list info search a", "conda @"),
        ...some("tree metadata search version build", "cargo @"),
        ...some("version env list doc vet build", "go @"),
      ],
      ...[
        "dotnet --info",
        "dotnet --version",
        "dotnet list",
        "dotnet a",
        ...some("list show outdated info a", "bundle @", "gem @", "composer @"),
        "gem search",
        "composer validate",
        ...some("list info search outdated doctor --prefix a", "brew @"),
        ...some("list show search check info a", "apt @", "apt-get @", "dnf @", "yum @", "apk @", "snap @"),
      ],
      ...[
        "pacman -Q",
        "pacman -Ss",
        "pacman -Si",
        "pacman -R",
        "snap find",
        ...some("status show list-units list-unit-files is-active is-enabled is-failed cat stop", "systemctl @"),
        ...some("plan validate show output version providers apply", "terraform @"),
        ...some("ls list-sessions list-windows list-panes has-session display-message capture-pane show-options kill-server", "tmux @"),
      ],
      ...[
        "tmux attach",
        "tmux attach-session",
        ...some("status log diff info list commit", "svn @"),
        ...some("status log diff summary commit", "hg @"),
        ...some("status st log diff show new", "jj @"),
        "rustup show",
        "rustup a",
        "flutter doctor",
        "flutter devices",
        "flutter a",
        "swift --version",
        "swift a",
      ],
    ],
    "of git": [
      ...some(
        "status log diff show rev-parse rev-list ls-files ls-remote ls-tree cat-file blame annotate shortlog describe grep merge-base show-ref show-branch name-rev for-each-ref whatchanged check-ignore check-attr count-objects fsck var diff-index diff-tree diff-files merge-tree range-diff cherry version help check-ref-format verify-commit verify-tag --version a",
        "git @",
      ),
      ...some(
        "-a -r -v -vv -l --all --remotes --list --show-current --merged --no-merged --contains --format=x --sort=x -d -D -m -M -c -C -f -u --delete --move --copy --force --set-upstream-to=x --unset-upstream --edit-description -q --foo",
        "git branch @",
        "git branch @ a",
      ),
      ...some("-l --list -n -n3 -nx --contains --points-at -a -d -s -m -f -q", "git tag @", "git tag @ a"),
      ...some(
        "--get --get-all --get-regexp -l --list list get --unset --unset-all --add --replace-all --global a",
        "git config @",
        "git config @ a",
        "git config @ a b",
      ),
      ...[
        "git symbolic-ref",
        "git symbolic-ref a",
        "git symbolic-ref -d a",
        "git symbolic-ref a b",
        ...some(
          "list show a -q -a",
          "git stash @",
          "git worktree @",
          "git notes @",
          "git remote @",
          "git reflog @",
          "git submodule @",
          "git bisect @",
          "git lfs @",
        ),
        "git reflog exists",
        "git submodule summary",
        "git bisect view",
        "git lfs env",
        "git lfs status",
        "git remote -v get-url",
      ],
    ],
    "whose status is an answer": [
      ...some(
        "grep egrep fgrep rg diff cmp command kill nc jq dpkg which type hash pgrep pidof pg_isready",
        ...["-q", "-iq", "--quiet", "--silent", "--brief", "-s", "-v", "-V", "-0", "-z", "-e", "--exit-status", "--compare-versions", "-x"].map(
          (option) => `@ ${option} a`,
        ),
      ),
      ...some(
        "diff diff-index diff-files rev-parse show-ref merge-base ls-remote ls-files cat-file check-ignore symbolic-ref",
        ...["--quiet", "--exit-code", "--verify", "-q", "--git-dir", "--is-inside-work-tree", "--is-ancestor", "--error-unmatch", "-e", "-x"].map(
          (option) => `git @ ${option} a`,
        ),
      ),
      ...[
        "systemctl is-active a",
        "systemctl is-enabled a",
        "systemctl is-failed a",
        "tmux has-session",
        "gh auth status",
        "gh auth login",
        "ls > /dev/null",
        "ls &> /dev/null",
        "ls 2> /dev/null",
        "make > /dev/null",
        "ls > a",
        "$X > /dev/null",
        "> /dev/null",
        "test a",
        "[ a ]",
        "npm ls > /dev/null",
      ],
    ],
    "behind other programs": [
      ...some("-u -g -h -p -C -r -t -T -U -D -R --user --group -n -E -l -v -k -K -e -i -iu -nu --", "sudo @ a make", "sudo @ make"),
      ...[
        "doas -u a make",
        "doas -C a make",
        "doas -n make",
        ...some("-u -C --unset --chdir -i - -S --", "env @ a make", "env @ make", "env @ A=1 make"),
        "env -i A=1 B=2 make",
        "env - A=1",
        "env -",
        "env - -",
        "nice - make",
      ],
      ...some("-k -s --kill-after --signal -v --preserve-status -k5", "timeout @ 5 make", "timeout @ 5 5 make", "gtimeout @ 5 5 make"),
      ...[
        "timeout make",
        "timeout 5 5 make",
        "nice -n 5 make",
        "nice --adjustment 5 make",
        "nice -5 make",
        ...some("-c -n --class --classdata -p -t", "ionice @ 2 make"),
        "nohup make",
        "nohup -x make",
        "setsid make",
        "setsid -w make",
        ...some("-i -o -e -x", "stdbuf @ L make"),
        ...some("-f -o --format --output -p", "time @ a make"),
        ...some("-t -w -i", "caffeinate @ 5 make"),
      ],
      ...[
        "command -p make",
        "command -v make",
        "command -V make",
        "builtin make",
        "exec -a b make",
        "exec -c make",
        ...some("-I -n -P -L -d -a -s -E --max-args --max-procs --delimiter --arg-file -0 -r -rn", "xargs @ 1 make"),
        ...some("-w -E --timeout --wait -n -c", "flock @ 5 a make"),
        "chronic -v make",
        "unbuffer -p make",
        "exec",
        "sudo A=1 B=2",
        "sudo 1A=1 make",
        "sudo A make=1",
        "doas A=1 make",
      ],
      ...[
        "sudo sudo make",
        "sudo env A=1 timeout 5 make",
        "/bin/sudo make",
        "./sudo make",
        "a/sudo make",
        "$X sudo make",
        "sudo $X make",
        "'sudo' make",
        '"sudo" make',
        "sudo --user=a make",
        "sudo -- -x",
        "timeout -- 5 make",
        "sudo -u",
        "xargs -0",
      ],
    ],
    "with options in front of the sub-command": [
      ...some("-C -c --git-dir --work-tree --namespace --exec-path --config-env -P --no-pager --git-dir=a", "git @ a log"),
      ...some("-R --repo -x", "gh @ a status", "glab @ a mr"),
      ...some("-H --host -c --context --config -l --log-level -D", "docker @ a ps"),
      ...some("-f --file -p --project-name --env-file -d", "docker-compose @ a ps"),
      ...some("-n --namespace --context --kubeconfig --kube-context -v", "kubectl @ a get", "helm @ a list"),
      ...some("--prefix -w --workspace -C --dir --filter -F --cwd -s", "npm @ a ls", "pnpm @ a ls", "yarn @ a list"),
      ...[
        "apt-get -o a update",
        "apt-get -c a update",
        "apt-get -q a update",
        ...some("-L -S -f -v", "tmux @ a ls"),
        "git $X a",
        "git -C $X log",
        "git",
        "git -C",
        "git -C a",
        "git --",
        "svn -q status",
        "podman -x ps",
        "git 'log'",
      ],
    ],
    "that hold scripts": [
      ...some(
        "bash sh zsh dash ksh ash fish su",
        "@ -c 'make'",
        "@ -ec 'make'",
        "@ -ce 'make'",
        "@ -e -c 'make'",
        "@ -o errexit -c 'make'",
        "@ -o a -c 'make'",
        "@ -c 'make' -e",
        "@ -xc 'make'",
        "@ -C 'make'",
        "@ -c",
        "@ a -c 'ls'",
      ),
      ...some("-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -v -4 -t", "ssh @ a host 'make'"),
      ...[
        "ssh host",
        "ssh host make",
        "ssh host make a",
        "ssh host 'make' a",
        "ssh -t host 'ls'",
        "eval make",
        "eval 'make a'",
        "eval make a",
        'eval "make $X"',
        "eval $X",
        "eval",
        "bash -c $X",
        'bash -c "$X"',
        "bash -c 'a'\"b\"",
        "bash -c $'make\\n'",
        'bash -c ""',
        "bash -c ''",
        'bash -c "make \\"a\\""',
        "bash -c make",
        "bash -ce 'make; git push'",
        "bash -norc make",
      ],
    ],
    "with redirections": [
      ...[
        "> /dev/null",
        "1> /dev/null",
        "2> /dev/null",
        "3> /dev/null",
        "&> /dev/null",
        "&>> /dev/null",
        ">> /dev/null",
        ">| /dev/null",
        ">& /dev/null",
        "2>& /dev/null",
        "< /dev/null",
        "<> /dev/null",
        "> /dev/null 2>&1",
        "2>&1 > /dev/null",
        "2> /dev/null >&2",
        "> /dev/null > a",
        "> a 2>&1",
        "&> a",
        "> /dev/null 2> a",
        "2>&1",
        ">&2",
        "2>&-",
        "2>&3",
        "3> /dev/null 2>&3",
        "&> /dev/null 2> a",
      ].flatMap((redirect) => [`ls ${redirect}`, `mv a b ${redirect}`]),
      ...["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/fd/3", "/dev/fd/x", "/dev/nullx", "x/dev/null", "/dev/sda", "$X", "a"].map(
        (file) => `ls > ${file}`,
      ),
    ],
  }),
)("commands %s", (_, lines) => {
  expect(table(lines, told)).toMatchSnapshot();
});

/** What has an option's letters further in, and is none. */
const NO_OPTIONS = [
  "x-p",
  "x-i",
  "x-m",
  "x-q",
  "x-f",
  "x-y",
  "x-s",
  "x--patch",
  "x--interactive",
  "x--message",
  "x--quiet",
  "x--follow",
  "x--yes",
  "x--merge",
  "x--body",
  "x--title",
  "x--fill",
  "x--abort",
  "x--output",
  "x--verify",
  "x--list",
  "x--all",
  "x--hard",
  "x--amend",
  "x--delete",
  "x--continue",
  "x--edit",
];

test("an option stands at the start of a word", () => {
  const lines = [
    "git commit",
    "git commit --amend",
    "git add",
    "git rebase -i",
    "git rebase",
    "git checkout",
    "git reset",
    "git clean",
    "git tag",
    "git tag -a",
    "git config",
    "git branch",
    "git push",
    "git diff",
    "git rev-parse",
    "git stash",
    "git worktree",
    "gh pr create",
    "gh pr merge",
    "gh issue create",
    "gh pr comment",
    "gh auth login",
    "tail",
    "journalctl",
    "docker logs",
    "apt install",
    "rm",
    "npm init",
    "pacman",
    "grep",
    "sed",
    "sort",
    "jq",
    "curl",
    "less",
    "top",
    "watch",
    "vim",
    "ssh-keygen",
    "find .",
    "cmp",
    "crontab",
  ].flatMap((command) => NO_OPTIONS.map((word) => `${command} ${word}`));
  expect(table(lines, told)).toMatchSnapshot();
});

test.each(
  Object.entries({
    "an editor or a screen": [
      ...some(
        "vi vim nvim nano pico emacs micro joe visudo less more most top htop btop lazygit tig gitk watch",
        "@ a",
        "@ --help",
        "@ --version",
        "@ -help",
        "@ -s b a",
        "@ -E a",
        "@ --batch a",
        "@ --headless a",
        "@ --script a",
        "@ +wq a",
        "@ +5 a",
        "@ -F a",
        "@ -XF a",
        "@ -b",
        "@ -l",
        "@ -g a",
        "@ --chgexit a",
        "@ --equexit a",
        "@ -n 5 a",
      ),
    ],
    "what never ends": [
      ...some("tail journalctl", "@ -f a", "@ -F a", "@ -20f a", "@ -uf", "@ --follow a", "@ --follow=name a", "@ -f --pid=1 a", "@ -n 5 a", "@ a -f"),
      ...some("docker kubectl podman", "@ logs -f a", "@ logs --follow a", "@ logs -tf a", "@ logs a", "@ -f logs a", "@ logs", "@ ps -f"),
    ],
    "an answer": [
      ...[
        "passwd",
        "passwd a",
        "crontab -e",
        "crontab -l",
        "crontab a",
        "systemctl edit a",
        "systemctl edit --stdin a",
        "kubectl edit a",
        ...some(
          "apt apt-get dnf yum",
          "@ install a",
          "@ upgrade",
          "@ remove a",
          "@ install -y a",
          "@ -y install a",
          "@ -qqy install a",
          "@ install --yes a",
          "@ install --assume-yes a",
          "@ install --assumeyes a",
          "@ install --force-yes a",
          "@ install --dry-run a",
          "@ install --download-only a",
          "@ install -s a",
          "@ install -sq a",
          "@ update",
        ),
      ],
      ...[
        "pacman -S a",
        "pacman -Sy a",
        "pacman -Syu",
        "pacman -Ss a",
        "pacman -S --noconfirm a",
        "pacman -R a",
        ...some("npm yarn pnpm", "@ init", "@ init -y", "@ init --yes", "@ init a", "@ init -w a", "@ login", "@ adduser"),
        "docker login",
        "docker login a",
        "docker login -p a",
        "docker login --password a",
        "docker login --password-stdin",
        "docker login -u a",
      ],
      ...[
        "ssh-keygen",
        "ssh-keygen -N a",
        "ssh-keygen -f a",
        ..."lRFyAYrBeipcHDQtb".split("").map((letter) => `ssh-keygen -${letter} a`),
        "ssh-keygen -t a -N ''",
        "rm -i a",
        "rm -I a",
        "rm -ri a",
        "rm -if a",
        "rm -fi a",
        "rm -i -f a",
        "rm -r a",
        "sudo rm -i a",
      ],
    ],
    "by git": [
      ...some(
        "-m -F -C -t -am -v -q -s -a -p -ap -c --message --file --reuse-message --template --fixup --squash --no-edit --dry-run --porcelain --patch --interactive --amend --signoff --reedit-message=a",
        "git commit @ a",
      ),
      ...some("-m --no-edit -p -q", "git commit --amend @ a"),
      ...some("-i --interactive --continue --abort --skip -q -ix", "git rebase @"),
      ...some("-p -i -e -u -A -Ap -vi --patch --interactive --edit --all a", "git add @"),
      ...some("checkout reset restore stash clean", "git @ -p", "git @ --patch", "git @ -q", "git @ -i", "git @ --interactive", "git @ -fi", "git @ -fd"),
      ...some(
        "-a -s -as -u --annotate --sign -l -d",
        "git tag @ v1",
        "git tag @ v1 -m a",
        "git tag @ v1 -F a",
        "git tag @ v1 --message=a",
        "git tag @ v1 --file=a",
        "git tag @m a v1",
      ),
      ...[
        "git mergetool",
        "git mergetool --help",
        "git config -e",
        "git config --edit",
        "git config a b",
        "git merge a",
        "git revert a",
        ...some("GIT_EDITOR GIT_SEQUENCE_EDITOR EDITOR VISUAL X_EDITOR", "@=a git commit", "@=a git rebase -i"),
        "git -c core.editor=a commit",
        "git -c core.pager=a commit",
        "git -c x.core.editor=a commit",
      ],
    ],
    "by gh": [
      ...["auth login", "pr create", "issue create", "pr merge", "issue comment", "pr comment", "pr edit", "repo create", "auth status"].flatMap((verb) =>
        [
          "",
          " --with-token",
          " -t a",
          " -F a",
          " -f",
          " -T a",
          " -w",
          " -dt a",
          " -b a",
          " -x",
          " --title a",
          " --body a",
          " --body-file a",
          " --fill",
          " --fill-first",
          " --web",
          " --template a",
          " --recover a",
          " --dry-run",
          " -m",
          " -s",
          " -r",
          " -d",
          " --merge",
          " --squash",
          " --rebase",
          " --auto",
          " --disable-auto",
          " --admin",
          " -e",
          " --editor",
          " --edit-last",
          " $X",
          ' "$X"',
          " 1",
          " ...",
          " …",
          " a...",
          " '$X'",
        ].map((rest) => `gh ${verb}${rest}`),
      ),
      "gh --help pr create",
      "gh pr create --help",
    ],
  }),
)("commands that wait for a person: %s", (_, lines) => {
  expect(
    table(lines, (line) => {
      const [waiting] = invocationsOf(line).flatMap((invocation) => findWaiting(invocation) ?? []);
      if (!waiting) return "does not wait";
      const { kind, expected, repair, isLogin, option } = waiting;
      return [
        kind,
        ...(option === undefined ? [] : [option]),
        `expected ${expected}`,
        ...(repair ? [`${repair.where} «${repair.text}»`] : []),
        ...(isLogin ? ["a login"] : []),
      ].join(", ");
    }),
  ).toMatchSnapshot();
});

test.each(
  Object.entries({
    "by name": [
      ...some(
        "rm rmdir unlink mkdir kill pkill killall chmod chown cp ln popd touch umount rsync source . eval nvm fnm asdf direnv corepack pyenv conda module say osascript notify-send terminal-notifier mail sendmail afplay paplay wall",
        "@ a",
      ),
      ...some(
        "prettier eslint ruff black isort mypy flake8 pylint golangci-lint shellcheck markdownlint dropdb createdb tmux screen crontab launchctl make tool",
        "@ a",
      ),
    ],
    "by verb": some(
      "clean cleanup cleaned unclean prune rm rmi remove removed delete uninstall down stop kill unlink disable notify notification alert log logs report record metric metrics telemetry lint lint:fix lint: format fmt clippy audit coverage label extension login auth unload build deploy",
      "npm @",
      "npm run @",
      "npm a b @",
      "npm --@",
      "./@.sh",
      "a-@",
      "a@",
      "my_@_x",
      "x:@",
    ),
    "by git": [
      ...some(
        "branch fetch commit add rm remote tag stash config init gc clean notes lfs restore submodule maintenance push pull merge rebase reset checkout clone worktree mv revert cherry-pick am",
        "git @ a",
        "git @ --abort",
        "git @ --quit",
        "git @ --skip",
        "git @ --delete a",
        "git @ --prune",
        "git @ --unset-all a",
        "git @ -d a",
        "git @ origin :a",
        "git @ origin a:b",
        "git @ : a",
        "git @ --tags",
        "git @ add a",
        "git @ -- a",
      ),
      "git $X",
    ],
    "by what it makes": [
      ...[
        "curl a",
        "curl -o a b",
        "curl -so a b",
        "curl -O a",
        "curl -LO a",
        "curl --output a b",
        "curl --output=a b",
        "curl --remote-name a",
        "curl -x a",
        "curl a > b",
        "curl a >> b",
        "curl a | cat",
        "curl a 2> b",
        "curl -ok a",
        "mv a b",
        "mv a* b",
        "mv a? b",
        "mv [a] b",
        "mv a b 2> /dev/null",
        "mv a b &> /dev/null",
        "mv a b > /dev/null",
      ],
      ...some("apt apt-get brew npm dnf", "@ update", "@ upgrade"),
      ...["timeout 5 make", "gtimeout 5 make", "xtimeout 5 make", "sudo timeout 5 make", "nice make", "$X", "X=1"],
    ],
  }),
)("commands that may fail: %s", (_, lines) => {
  expect(table(lines, (line) => (told(line).includes("; may fail") ? "may fail" : "must not fail"))).toMatchSnapshot();
});

describe("what is staged", () => {
  test("by a command", () => {
    const lines = [
      ...some(
        "add stage",
        "git @ a",
        "git @ a b/",
        "git @ -A",
        "git @ -vA",
        "git @ -u",
        "git @ -p",
        "git @ -i",
        "git @ -e",
        "git @ -n a",
        "git @ -f a",
        "git @ --all",
        "git @ --update",
        "git @ --patch",
        "git @ --interactive",
        "git @ --edit",
        "git @ --pathspec-from-file=a",
        "git @ --force a",
        "git @ $X",
        "git @ 'a*'",
        "git @ -- a",
        "git @",
        "xargs git @",
        "git -C a @ b",
        "git --git-dir=a @ b",
        "git --work-tree a @ b",
      ),
      ...some(
        "-m -F -t -u -c -C -S -q -v -n -s -e --message --file --template --author --date --cleanup --trailer --reuse-message --reedit-message --no-verify --signoff -am -qm -sF",
        "git commit @ a",
        "git commit @",
      ),
      ...some(
        "-a -i -o -p -va --all --include --only --patch --interactive --amend --dry-run --fixup=a --squash=a --pathspec-from-file=a -- --allow-empty --message=a -ma",
        "git commit @",
      ),
      ...[
        "git commit",
        "git commit a",
        "git commit $X",
        'git commit "$X"',
        "git commit -m a b",
        "git commit -m a -- b",
        "git -C a commit -m b",
        "git -c a=b commit -m c",
        "git commit -m a -q",
      ],
      ...some(
        "status log diff show fetch push pull clone init branch remote config rev-parse rev-list tag switch worktree ls-files ls-remote cat-file blame describe grep help version merge rebase rm mv stash apply restore cherry-pick revert",
        "git @ a",
      ),
      ...[
        "git reset",
        "git reset --hard",
        "git reset a",
        "git reset --soft a",
        "git checkout a",
        "git checkout a b",
        "git checkout -b a b",
        "git checkout -B a b",
        "git checkout -t a b",
        "git checkout -q a",
        "git checkout -f a",
        "git checkout -x a",
        "git checkout --quiet a",
        "git checkout -- a",
        "git checkout a -- b",
        "git checkout --detach a b",
        "git",
        "git $X a",
      ],
      ...some("cd pushd popd sed gsed tee cp mkdir touch chmod curl wget jq yq exec kill gh make npm rm mv tool ls cat echo", "@ a", "@ a > b"),
      ...["X=1", "$X a", "bash -c 'git add a'", "ssh a 'ls'", "> a", "npm ls", "find . -delete", "gh pr merge"],
    ];
    const staged = (line: string) => told(line).replace(/^.*; /, "");
    expect(table(lines, staged)).toMatchSnapshot();
  });

  test("the files that a command edits", () => {
    const lines = [
      ...[
        "ls",
        "ls > a",
        "ls >> a 2> b",
        "ls > /dev/null",
        "ls > $X",
        "ls < a",
        "tee a b",
        "tee -a a",
        "tee",
        "tee a > b",
        "sudo tee a",
        "cat > a <<E\nE",
        "cp a b",
      ],
      ...some(
        "sed gsed",
        "@ -i s/a/b/ a",
        "@ -i s/a/b/ a b",
        "@ -i '' s/a/b/ a",
        "@ -i .bak s/a/b/ a",
        "@ -i.bak s/a/b/ a",
        "@ -i -e s/a/b/ a",
        "@ -i -f x a",
        "@ -e s/a/b/ -i a",
        "@ s/a/b/ a",
        "@ -n p a",
        "@ -ni p a",
        "@ --in-place s/a/b/ a",
        "@ --in-place=x s/a/b/ a",
        "@ -i",
        "@ -i s/a/b/",
        "@ -i -E s/a/b/ $X",
        "@ --help -i p a",
        "@ -i --version p a",
        "@ -Ei s/a/b/ a",
        "@ -iE s/a/b/ a",
        "@ --wrong -i p a",
      ),
    ];
    expect(
      table(lines, (line) =>
        invocationsOf(line)
          .map((invocation) =>
            editedFiles(invocation)
              .map(({ text }) => text)
              .join(" "),
          )
          .join(" and "),
      ),
    ).toMatchSnapshot();
  });

  test("and what takes it up", () => {
    const pairs: [readonly string[] | undefined, string][] = [
      ...[
        [],
        ["a"],
        ["."],
        ["./a"],
        ["././a"],
        ["./"],
        ["a/"],
        ["a/b"],
        ["a/b/"],
        ["ab"],
        ["b"],
        ["*.md"],
        ["a?"],
        ["[a]"],
        ["{a,b}"],
        [":/"],
        ["$X"],
        ["../a"],
        ["..a"],
        ["/a"],
        ["~/a"],
        ["~a"],
        ["x/../a"],
        ["b", "a"],
        [""],
        ["a.b"],
      ].flatMap((paths): [string[], string][] => [
        [paths, "a"],
        [paths, "a/b"],
      ]),
      [undefined, "a"],
    ];
    expect(pairs.map(([paths, file]) => `${paths?.join(" ") ?? "all"} takes up ${file}: ${takesUp(paths, file) ? "yes" : "no"}`).join("\n")).toMatchSnapshot();
  });
});

test("the files that redirections write", () => {
  const redirects = [
    "> a",
    ">> a",
    ">| a",
    "&> a",
    "&>> a",
    ">& a",
    "<> a",
    "< a",
    "<< a",
    "<<< a",
    ">&1",
    ">&1-",
    ">&-",
    ">&12",
    ">&1a",
    "> /dev/null",
    "> /dev/stdout",
    "> /dev/stderr",
    "> /dev/tty",
    "> /dev/fd/1",
    "> /dev/fd/a",
    "> /dev/full",
    "> $X",
    ">",
    "2> a",
    "{X}> a",
    "> /dev/ttyS0",
  ];
  const written = (line: string) =>
    invocationsOf(line)
      .flatMap((invocation) => invocation.redirects.map((redirect) => writtenFile(redirect)?.text ?? "none"))
      .join(" and ");
  expect(
    table(
      redirects.map((redirect) => `ls ${redirect}`),
      written,
    ),
  ).toMatchSnapshot();
});

describe("words", () => {
  test("as programs read them", () => {
    const words = [
      "a",
      "'a b'",
      '"a b"',
      "$'a\\n'",
      '$"a"',
      "$A",
      '"$A"',
      '"a$A b"',
      "${A}",
      "$(a)",
      "`a`",
      "a*",
      "*.md",
      "{a,b}",
      "~/a",
      "a'b'\"c\"$D",
      '"$(a)"',
      "$((1))",
      "<(a)",
      "a\\ b",
      "@(a|b)",
      "''",
    ];
    const tell = (line: string) =>
      invocationsOf(line)
        .flatMap(({ args }) => args.map(({ word }) => JSON.stringify(toPatternWord(word))))
        .join(" ");
    expect(
      table(
        words.map((word) => `make ${word}`),
        tell,
      ),
    ).toMatchSnapshot();
  });

  test("that their tool rejects", () => {
    const lines = [
      ...[
        "sed 's/a/b' c",
        "sed 's/a/b/' c",
        "sed -e 's/a/b' c",
        "grep '[a' b",
        "grep -q '[a' b",
        "git grep '[a'",
        "git grep -q '[a' b",
        "git log --grep '[a'",
        "git '[a' grep",
        "hg grep '[a'",
        "gh grep '[a' b",
        "awk '{print' a",
        "ls '[a'",
        "$X '[a'",
        "sudo grep '[a' b",
        "xargs grep '[a'",
      ],
      ...["-exec", "-execdir", "-ok", "-okdir", "-name", "-executable"].flatMap((option) => [
        `find . ${option} grep '[a' {} \\;`,
        `find . ${option} grep '[a' {} +`,
        `find . ${option} grep '[a' {}`,
      ]),
      ...[
        "find . -exec grep a \\; -e '[b'",
        "find . -exec grep a + -e '[b'",
        "find . -exec grep '[a'",
        "find . -exec",
        "find . -exec \\;",
        "find . -exec ls {} \\; -exec grep '[a' {} \\;",
        "find . -exec ls {} \\; grep '[a'",
        "find . -exec grep a {} + -name '[a'",
        "find . -exec sed -i 's/a/b' {} +",
      ],
    ];
    const tell = (line: string) =>
      invocationsOf(line)
        .flatMap((invocation) => findRejectedWords(invocation).map(({ tool, word, reason }) => `${tool} rejects ${word.text}: ${reason}`))
        .join(" and ") || "fine";
    expect(table(lines, tell)).toMatchSnapshot();
  });
});

describe("how a command is called in a message", () => {
  const verdictOf = (line: string) => ({ invocation: invocationsOf(line)[0]!, text: line });
  test("by its name, and in what is put behind it", () => {
    const lines = [
      "make",
      "git push origin",
      "npm --prefix a ci",
      "sudo make",
      "/usr/bin/make a",
      "bash -c 'make'",
      "bash a.sh",
      "$X a",
      "X=1",
      "./run.sh a",
      "eval 'make'",
      "ssh host 'make'",
      "\"a\"'b' c",
      "git push \\\n  origin",
      "a`b` c",
      "$(a) `b`",
      'ma"ke" a',
      "x'$'y",
    ];
    expect(table(lines, (line) => `${nameOf(verdictOf(line))} | ${blockerHandler(verdictOf(line), "B.md")}`)).toMatchSnapshot();
    expect(nameOf({ ...verdictOf("XXX push"), text: "<tool> push" })).toBe("<tool> push");
    expect(blockerHandler({ ...verdictOf("$X"), text: "$" }, "B.md")).toBe('{ echo "BLOCKER: command failed" >> B.md; exit 1; }');
  });

  test("by its first line", () => {
    const texts = [
      "make",
      " make ",
      "make\nb",
      "make\r\nb",
      "make\rb",
      "make \\\n  b",
      "make `a`",
      "a".repeat(60),
      "a".repeat(61),
      `${"a".repeat(59)} b`,
      "make\\",
      "\nmake",
      "",
    ];
    expect(texts.map((text) => JSON.stringify(shorten(text))).join("\n")).toMatchSnapshot();
    const first = (text: string, pos = 0) => firstLine({ pos, end: text.length }, bashScript(text));
    expect([first("make"), first("make\nb"), first("make \\\n b"), first("make  \r\nb"), first("a; make\rb", 3)]).toEqual([
      { pos: 0, end: 4 },
      { pos: 0, end: 4 },
      { pos: 0, end: 4 },
      { pos: 0, end: 4 },
      { pos: 3, end: 7 },
    ]);
  });
});
