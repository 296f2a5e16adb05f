import type { CompletedCommand, CompletedOption, CompletedValue } from "./describe.ts";

/** A completion script for fish, from 3.0. */
export function completeFish(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "");
  const lines = commands.flatMap((command) => {
    const where = `-n ${quote(`__prompt_lint_in ${quote(command.name)}`)}`;
    const words = command.argument?.kind === "words" ? [`complete -c prompt-lint ${where} -f -a ${quote(command.argument.words.join(" "))}`] : [];
    return [...words, ...command.options.map((option) => `complete -c prompt-lint ${where} ${optionWords(option)}`)];
  });
  return `# Completion of prompt-lint for fish: prompt-lint completion fish > ~/.config/fish/completions/prompt-lint.fish
function __prompt_lint_in
    set -l words (commandline -opc)
    contains -- -- $words; and return 1
    if contains -- "$words[2]" ${named.map(({ name }) => name).join(" ")}
        test "$words[2]" = "$argv[1]"
    else
        test -z "$argv[1]"
    end
end
function __prompt_lint_first
    test (count (commandline -opc)) -eq 1
end
${named.map(({ name, summary }) => `complete -c prompt-lint -n __prompt_lint_first -a ${name} -d ${quote(summary)}`).join("\n")}
${lines.join("\n")}
`;
}

function optionWords({ names, summary, value }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice("--".length)}` : `-s ${name.slice("-".length)}`));
  return [...flags, ...(value ? [valueWords(value)] : []), `-d ${quote(summary)}`].join(" ");
}

function valueWords(value: CompletedValue): string {
  if (value.kind === "words") return `-x -a ${quote(value.words.join(" "))}`;
  return { files: "-r -F", folders: "-x -a '(__fish_complete_directories)'", text: "-x" }[value.kind];
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
