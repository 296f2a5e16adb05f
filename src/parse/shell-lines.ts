/**
 * Tells shell from prose, line by line. Both directions cost something: prose
 * read as a script gives findings that people laugh at, a script read as prose
 * is not checked. A line that could be either counts as prose.
 */

/** Whether a single line, standing among prose, is a shell command. */
export function isShellLine(line: string): boolean {
  const text = line.trim().replace(/^\$ (?=\S)/, "");
  if (text === "" || text.startsWith("#") || text.length > MAX_LINE || isRemarked(text)) return false;
  if (ASSIGNMENT.test(text)) return !/^\w+=\S+(?: [a-z]+){3}/.test(text) || text.includes("$(");
  if (COMPOUND_START.test(text) || COMPOUND_REST.test(text)) return true;
  if (/^(?:\.{1,2}|~)\/[\w./-]+(?:\s|$)/.test(text)) return !isSentence(text);

  const [name = "", first = ""] = text.split(/\s+/, 2);
  if (!COMMANDS.has(name)) return false;
  if (name === "git") return GIT_COMMANDS.has(first) || first.startsWith("-");
  if (name === "cd") return first !== "" && !/^(?:to|into|the|in|back)$/.test(first) && /^cd \S+\s*(?:$|[&|;#])/.test(text);
  if (!AMBIGUOUS.has(name)) return !isSentence(text);
  if (name === "make") return /^make (?:-\S+ )*(?:all|build|check|clean|deploy|fmt|install|lint|run|test)\b/.test(text) && !isSentence(text);
  return hasShellArgument(text.slice(name.length)) && !isSentence(text);
}

/** `git rebase --abort   (to cancel)`, `git worktree prune  ← when done`: shown with a remark, which no shell takes. */
function isRemarked(text: string): boolean {
  const bare = text.replace(/"[^"]{0,400}"|'[^']{0,400}'/g, '""').split(/\s#/, 1)[0]!;
  return /\s(?:[←→⇐⇒]|<-)\s/u.test(bare) || /^[a-z][\w.-]*(?: [^\s$=(]{1,80}){0,12} {1,20}\([a-z][^()]{2,80}\)$/.test(bare);
}

/** What a text without a language label reads as. */
export function readAs(text: string): "shell" | "prose" | "other" {
  const { shell, prose, lines } = countLines(text);
  if (lines === 0) return "other";
  if (shell >= lines * 0.6 && prose <= shell * 0.3) return "shell";
  return prose >= 3 || prose >= lines * 0.4 ? "prose" : "other";
}

/** Whether a whole file is shell that nobody put into a fence: a prompt that was saved as it is to be pasted. */
export function isBareScript(text: string): boolean {
  if (/^[ \t]*(?:`{3}|~{3})/m.test(text)) return false;
  const { shell, lines } = countLines(text);
  return shell >= MIN_BARE && shell >= lines * 0.6;
}

/** A document may hold a command or two between its sentences. */
const MIN_BARE = 6;

/** Lines by what they read as; blank ones, comments and what stands in fences are no lines. */
function countLines(text: string): { shell: number; prose: number; lines: number } {
  let shell = 0;
  let prose = 0;
  let lines = 0;
  let isContinued = false;
  let isFenced = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (/^(?:`{3}|~{3})/.test(trimmed)) isFenced = !isFenced;
    if (trimmed === "" || isFenced || /^(?:#(?:\s|!)|`{3}|~{3})/.test(trimmed)) continue;
    lines++;
    if (isContinued || isShellLine(trimmed)) shell++;
    else if (isSentence(trimmed) || isListItem(trimmed)) prose++;
    isContinued = trimmed.endsWith("\\");
  }
  return { shell, prose, lines };
}

/**
 * Whether a line of a bash fence is not shell but prose: a numbered step, a
 * label, an arrow, a file name with a remark, a slash command, a call in
 * another language.
 */
export function isProseLine(line: string): boolean {
  const text = line.trim();
  if (text === "" || text.startsWith("#") || text.length > MAX_LINE) return false;
  return (
    /^\d{1,3}[.)]\s+\S/.test(text) ||
    /^[-*•✓✔✅❌☐☑→]\s+\S/u.test(text) ||
    /^[A-Z][\w-]*(?: [\w-]+){0,3}:(?:\s|$)/.test(text) ||
    /^[\w./-]+ (?:[→⇒⟶➜←]|=>|->|<-)\s/u.test(text) ||
    /^[→⇒➜└├│╰╭]/u.test(text) ||
    /^[\w./-]*\w\.(?:md|txt|ya?ml|json|markdown)\s*(?:#.*)?$/.test(text) ||
    /^\/[a-z][\w-]*:[\w-]+/.test(text) ||
    /^[A-Z]\w*\((?:[{"']|\w+\s*=|\w+\s*:|$)/.test(text) ||
    (/^[A-Z][a-z]+(?: [a-z]+\b){2,}/.test(text) && !hasShellArgument(text))
  );
}

const MAX_LINE = 2000;

/** Reads like a sentence: several plain words, none of the characters that only shell has. */
function isSentence(text: string): boolean {
  if (SHELL_ONLY.test(text)) return false;
  const words = text.split(/\s+/);
  const plain = words.filter((word) => /^\W{0,3}[A-Za-z]+(?:['’][A-Za-z]+)?\W{0,4}$/.test(word)).length;
  return words.length >= 4 && plain >= words.length * 0.6;
}

const SHELL_ONLY = /\$\(|\$\{|\$\w|&&|\|\||\s\|\s|>>|2>&1|\s--?[a-z][\w-]*(?:[=\s]|$)/;

function isListItem(text: string): boolean {
  return /^(?:[-*•✓✔✅❌⚠☐☑→]|\d{1,3}[.)])\s*\S/u.test(text);
}

function hasShellArgument(rest: string): boolean {
  return (
    SHELL_ONLY.test(rest) ||
    /(?:^|\s)(?:\.{0,2}\/\S|~\/|[\w-]+\/[\w./-]+|[\w-]+\.\w{1,5}(?:\s|$)|\*\.?\w|["'][^"']*["'])/.test(rest) ||
    /[<>|]\s?\S/.test(rest) ||
    /^\s*\d+[smh]?\s*(?:#|$)/.test(rest)
  );
}

const ASSIGNMENT = /^(?:export |local |readonly |declare (?:-\w+ )?)?[A-Za-z_]\w*\+?=(?:[("'$]|[\w./~-]*(?:\s*(?:#|;|&&)|$))/;

const COMPOUND_START =
  /^(?:if (?:!|\[|\(\(|(?:\w+ )?(?:grep|git|test|command|diff|cmp)\b)|while (?:[![:]|\(\(|true\b|read\b|sleep\b|IFS=|(?:git|grep|test|curl)\b)|until (?:!|\[|\(\(|false\b|(?:git|grep|test|curl)\b)|for \w+ in \S.*(?:;\s*do\b|$)|for \(\(|case \S+ in\s*$|\w[\w-]*\s*\(\)\s*\{|function \w[\w-]*|\[\[? .* \]\]?(?:\s|$|;)|\(\(.*\)\))/;

const COMPOUND_REST =
  /^(?:then|else|fi|do|done|esac|;;|\{|\}|exit(?: \d+)?;?|break;?|continue;?|return(?: \d+)?;?)(?:\s*#|$)|^(?:elif (?:\[|!|grep|git)|done\s*[<|>&]|fi\s*[;|&])/;

const GIT_COMMANDS = new Set(
  "add am apply archive bisect blame branch bundle checkout cherry-pick clean clone commit config describe diff fetch format-patch gc grep init log ls-files ls-remote ls-tree merge merge-base mv notes pull push rebase reflog remote reset restore rev-list rev-parse revert rm shortlog show show-ref stash status submodule switch symbolic-ref tag update-index update-ref worktree".split(
    " ",
  ),
);

/** Names that are also English words or that prose starts lines with. */
const AMBIGUOUS = new Set(
  "cat cut date diff dig echo env exec export file find go head host install join kill last less ls make man more mount mv open paste printf read set sleep sort source split stat tail tar tee test time timeout top touch trap uniq wait watch which who yes".split(
    " ",
  ),
);

const COMMANDS = new Set([
  ...AMBIGUOUS,
  ..."ag ansible apt apt-get awk aws az basename bash bc brew bun bunx bundle cargo cd chmod chown clang cmake cmp command column composer cp crontab curl dd deno df dirname docker dotnet du egrep eval fgrep flock g++ gcc gcloud gem gh git gradle grep gunzip gzip helm id jq kubectl ln lsof md5sum mkdir mktemp mvn nc nl node nohup npm npx nproc od openssl parallel perl pgrep php pip pip3 pipx pkill pnpm pnpx podman popd ps psql pushd pwd pytest python python3 rake rg rm rmdir rsync ruby rustc scp sed seq sh sha256sum shellcheck shuf sqlite3 ssh stty su sudo systemctl terraform tmux tr tree tsc uname unzip uv uvx vim wc wget whoami xargs yarn yq zip zsh".split(
    " ",
  ),
]);
