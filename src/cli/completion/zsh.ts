import type { CompletedCommand, CompletedOption, CompletedValue } from "./describe.ts";

/** A completion script for zsh, to be evaluated behind `compinit` or put into `$fpath` as `_prompt-lint`. */
export function completeZsh(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "");
  const [program] = commands;
  return `#compdef prompt-lint
# Completion of prompt-lint for zsh: eval "$(prompt-lint completion zsh)"
_prompt_lint_first() {
  local -a commands
  commands=(
${named.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(":", "\\:")}`)}`).join("\n")}
  )
  _describe -t commands command commands
  _files
}

_prompt_lint() {
  local dashes=\${words[(i)--]}
  if (( dashes < CURRENT )); then
    if [[ \${words[2]} == gate ]]; then
      shift $dashes words
      (( CURRENT -= dashes ))
      _normal
    else
      _files
    fi
    return
  fi
  if (( CURRENT > 2 )); then
    case \${words[2]} in
${named.map((command) => `      ${command.name})\n        shift words\n        (( CURRENT-- ))\n        _arguments ${specs(command)}\n        return\n        ;;`).join("\n")}
    esac
  fi
  _arguments ${[...program!.options.flatMap(optionSpecs), "1: :_prompt_lint_first", "*:path:_files"].map(quote).join(" ")}
}

if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _prompt_lint "$@"
else
  compdef _prompt_lint prompt-lint
fi
`;
}

function specs({ options, argument }: CompletedCommand): string {
  return [...options.flatMap(optionSpecs), ...(argument ? [`*:argument:${action(argument)}`] : [])].map(quote).join(" ");
}

/** One for each name, as often as it is typed. */
function optionSpecs({ names, summary, value }: CompletedOption): string[] {
  const text = `[${summary.replace(/[\\[\]:]/g, "\\$&")}]`;
  return names.map((name) => (value ? `*${name}${name.startsWith("--") ? "=" : ""}${text}:value:${action(value)}` : `*${name}${text}`));
}

function action(value: CompletedValue): string {
  if (value.kind === "words") return `(${value.words.join(" ")})`;
  return { files: "_files", folders: "_files -/", text: " " }[value.kind];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
