import { FORMATS } from "../report/formatters.ts";

export const SUMMARIES = {
  program: "Finds what will stall sessions that work from one prompt and one status file, before they are started.",
  paths: "files, folders and globs of the workspace; without any, the whole workspace",
  lint: "Lint the workspace, or files as part of it; what is done without a command",
  checklist: "Decide the thirty items of the pre-deployment checklist for a prompt, with evidence",
  gate: "Start a command when a prompt passes, and only then",
  gatePrompt: "the prompt that is sent, as a file of the workspace; `-` for standard input",
  prompt: "a prompt of the workspace; without one, those that set several sessions to work",
  merge: "Join what `--shard` wrote on several machines, and report once",
  parts: "the files that `--shard 1/n` to `--shard n/n` wrote",
  rules: "List the rules",
  explain: "Print the pages of rules, or of a checklist item: what it finds, why, bad and good examples, options",
  config: "Print the config that applies to a file, and where each value comes from",
  status: "Print the boards as they are understood: sessions, states, claims, ages, what each waits for",
  graph: "Print who waits for whom",
  init: "Write a status file, a prompt and what they need, for sessions that will not stall",
  completion: "Print what makes a shell complete commands, options, formats and rules",
  help: "Print the manual of a command",
};

const formats = Object.entries(FORMATS).map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`);

/** What stands in `--help` below the options. */
export const LINT_MANUAL = `
Formats:
${formats.join("\n")}

  \`--format json:report.json\` writes a report to a file, whole or not at all.
  Errors, and what was read, go to standard error.

Exit codes:
  0  passed
  1  findings of severity error, or more warnings than --max-warnings
  2  could not do its job: wrong usage or config, a file that cannot be read,
     nothing to lint, a rule that crashed (the others still report)

  --stats goes there too: milliseconds of each stage and rule; the first rule that
  asks for a fact pays for it. --watch ends with Ctrl-C, exit code 130.

  --cache keeps what was found, and says it again when nothing has changed that the
  run has asked for: files, folders, git, the age of claims. --verbose says why not.

Paths:
  A prompt is judged together with the status files it names, so the workspace
  is read as a whole also when single files are named. What git ignores is left
  out. \`-\` is standard input, stdin.md by name. Behind \`--\` all are plain names.

.prompt-lint.json, the nearest one upward, JSON with comments:
  { "extends": ["strict"],
    "rules": { "missing-fallback": "off", "unbounded-wait": "warning" },
    "overrides": [{ "files": ["docs/**"], "rules": { "missing-file": "off" } }] }
  In a document: <!-- prompt-lint-disable-next-line unbounded-wait: a person watches -->
  In a script:   # prompt-lint-disable-line unchecked-command: fails later anyway

Environment:
  NO_COLOR      no colour, stronger than FORCE_COLOR
  FORCE_COLOR   colour, also where the output is no terminal; 0 for none
  PROMPT_LINT_NO_PLUGINS  run no plugin that a config lists
  DEBUG         show the stack of internal errors

Examples:
  prompt-lint                                  the whole workspace
  prompt-lint --preset strict prompts/         the gate before sending
  prompt-lint checklist START.md               the same, item by item
  prompt-lint --format compact --quiet         errors, one a line
  prompt-lint --format pretty --format json:report.json
  prompt-lint --rule unbounded-wait:off START.md
  git show main:START.md | prompt-lint --stdin --stdin-filename START.md
  prompt-lint --watch --format compact         while the prompt is written
  prompt-lint explain unbounded-wait
  prompt-lint status SESSION-STATUS.md         what a board says, as it is understood`;

export const CHECKLIST_MANUAL = `
Each item is ✅ passed or ❌ failed, with the place that shows it, or ⏭ skipped,
with the reason: it does not apply, it is switched off, it cannot be decided.
The severities of the config do not count; what it switches off is skipped.

Exit codes:
  0  all items that apply are passed
  1  an item failed, or one that may apply could not be decided
  2  could not do its job: no prompt, wrong usage or config, a file that cannot
     be read, a rule that crashed

Examples:
  prompt-lint checklist                        before sending
  prompt-lint checklist prompts/START.md
  prompt-lint checklist --format markdown      to paste into a pull request`;

export const GATE_MANUAL = `
  The command stands behind \`--\`. No shell comes between: its arguments arrive as
  they are, it has this program's standard input, output and error, and gets the
  signals that this program gets. What is found goes to standard error, so that
  standard output is the command's alone.
  A file can change between the judgement and the sending. With --pipe the command
  gets the very text that was judged, as UTF-8, on its standard input, and so it
  does when the prompt was piped in itself.
  On Windows a .cmd or .bat cannot be started, as it needs a shell: name the
  program itself, as in \`node script.js\`.

Exit codes:
  1  the prompt does not pass: errors, more warnings than --max-warnings, or with
     --checklist an item that is failed or undecided; the command is not started
  2  could not do its job: no prompt, wrong usage or config, a file that cannot be
     read, a rule that crashed, a command that cannot be started
  Else that of the command; 128 and the signal's number when a signal ended it.

Examples:
  prompt-lint gate START.md -- ./send-to-all.sh START.md
  prompt-lint gate --checklist --pipe START.md -- my-agent --print
  make-prompt | prompt-lint gate - --stdin-filename START.md -- my-agent
  prompt-lint gate --format agent START.md -- true     findings for a session to repair`;

export const MERGE_MANUAL = `
  \`--shard\` takes no options of reports but \`--format\`: json, jsonl and html tell of
  the checklists, and the parts have to have them.
  The parts have to be of one run: each of them once, of the same version, options
  and files. The report is that of a run without parts, but for \`html\`, which has
  no boards and dependencies in it.

Exit codes:
  as those of \`prompt-lint\`; 2 when the parts do not fit together

Examples:
  prompt-lint --shard 1/2 -o part-1.json       on one machine
  prompt-lint --shard 2/2 -o part-2.json       on another
  prompt-lint merge part-*.json --format github --max-warnings 0`;

export const CONFIG_MANUAL = `
Examples:
  prompt-lint config START.md
  prompt-lint config --preset strict docs/guide.md`;

export const STATUS_MANUAL = `
Exit codes:
  0  printed
  2  no board was found, or a file could not be read

Examples:
  prompt-lint status
  prompt-lint status SESSION-STATUS.md
  prompt-lint status --format json | jq '.boards[].entries[] | select(.stale)'`;

export const GRAPH_MANUAL = `
  Arrows point from what is done first to what waits for it. What is named, and
  nothing has, is marked as unknown.

Exit codes:
  0  printed
  2  nothing to draw, or a file could not be read

Examples:
  prompt-lint graph                            for a markdown fence
  prompt-lint graph --format dot | dot -Tsvg -o graph.svg`;

export const INIT_MANUAL = `
  Writes a status file, BLOCKERS.md, .prompt-lint.json and a prompt whose scripts
  claim, deliver and complete, each session in a clone of its own. Once pushed, they
  pass --preset strict --rule unrehearsed:off, and without the latter when one
  session has tried them. On a terminal it asks; in a script it wants --yes.
  Nothing is overwritten: where a file is in the way, nothing is written, and the
  exit code is 2.
  With --config-only it writes .prompt-lint.json alone, for the prompts and boards
  that it finds, or that --prompt and --board name.

Examples:
  prompt-lint init
  prompt-lint init --config-only --preset strict
  prompt-lint init --yes --sessions 7 --repository acme/widgets
  prompt-lint init --yes --session Backend --session Frontend \\
    --session Integration:Backend,Frontend --output 'reports/{session}.md'`;

export const COMPLETION_MANUAL = `
Examples:
  eval "$(prompt-lint completion bash)"        in ~/.bashrc
  eval "$(prompt-lint completion zsh)"         in ~/.zshrc, behind compinit
  prompt-lint completion fish > ~/.config/fish/completions/prompt-lint.fish`;
