import type { CompletedCommand, CompletedValue } from "./describe.ts";

/** A completion script for bash, from 3.2, that needs no `bash-completion`. */
export function completeBash(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "");
  return `# Completion of prompt-lint for bash: eval "$(prompt-lint completion bash)"
_prompt_lint() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" words="" index
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then
    case "\${COMP_WORDS[1]}" in
      ${named.map(({ name }) => name).join("|")}) command="\${COMP_WORDS[1]}" ;;
    esac
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ "\${COMP_WORDS[index]}" == -- ]]; then
      if [[ "$command" == gate ]] && ((index == COMP_CWORD - 1)); then
        local IFS=$'\\n'
        COMPREPLY=($(compgen -c -- "$current"))
      fi
      return
    fi
  done

  # "=" and ":" are words of their own.
  local at=$((COMP_CWORD - 1))
  if [[ "$current" == "=" ]]; then
    current=""
  elif [[ "\${COMP_WORDS[at]}" == "=" ]]; then
    at=$((at - 1))
  elif [[ "$current" == ":" || "\${COMP_WORDS[at]}" == ":" ]]; then
    if [[ "$current" == ":" ]]; then current=""; else at=$((at - 1)); fi
    at=$((at - 1))
    if [[ "\${COMP_WORDS[at]}" == "=" ]]; then at=$((at - 1)); fi
    [[ "\${COMP_WORDS[at]}" == --rule ]] || return
    words="${LEVELS.join(" ")}"
  fi

  if [[ -z "$words" ]]; then
    case "$command \${COMP_WORDS[at]}" in
${commands.flatMap((command) => command.options.flatMap(({ names, value }) => (value ? [`      ${names.map((name) => `"${command.name} ${name}"`).join("|")}) ${action(value)} ;;`] : []))).join("\n")}
      *)
        case "$command" in
${commands.map((command) => `          ${`"${command.name}"`}) words="${(command.name === "" ? named.map(({ name }) => name) : wordsOf(command.argument)).join(" ")}"; [[ "$current" == -* ]] && words="${command.options.flatMap(({ names }) => names).join(" ")}" ;;`).join("\n")}
        esac
        ;;
    esac
  fi
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _prompt_lint prompt-lint
`;
}

/** As `--rule id:severity` has them. */
const LEVELS = ["off", "info", "warning", "error"];

/** Without a reply bash completes files. */
function action(value: CompletedValue): string {
  if (value.kind === "words") return `words="${value.words.join(" ")}"`;
  return value.kind === "folders" ? `local IFS=$'\\n'; COMPREPLY=($(compgen -d -- "$current")); return` : "return";
}

function wordsOf(value: CompletedValue | undefined): readonly string[] {
  return value?.kind === "words" ? value.words : [];
}
