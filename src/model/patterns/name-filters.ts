import type { Document } from "../../document.ts";
import { commandName, descendantsOfType } from "../../parse/bash-tree.ts";
import { hasOption, readInvocation, type Invocation } from "../../shell/commands.ts";
import { readParts } from "../../shell/script-parts.ts";
import type { PatternProblem } from "../patterns.ts";

/**
 * `grep -l "owner: me" tasks/*.md | grep "status: open"`: the second looks for
 * a field in the names of files, as these are all that the first one prints.
 */
export function findNameFilters(document: Document): PatternProblem[] {
  return document.scripts.flatMap((script) => {
    if (script.badExample || script.isTranscript) return [];
    return readParts(script).flatMap(({ tree, text }) =>
      descendantsOfType(tree, "Pipeline").flatMap(({ commands }) =>
        commands.flatMap((node, index): PatternProblem[] => {
          const before = commands[index - 1];
          if (before?.type !== "Command" || node.type !== "Command") return [];
          // `xargs grep` looks into the files.
          if (!GREPS.has(commandName(before)) || !GREPS.has(commandName(node))) return [];
          const [lister, filter] = [readInvocation(before, text), readInvocation(node, text)];
          const pattern = patternOf(filter);
          if (!hasOption(lister, LISTS_NAMES) || pattern === undefined || !FIELD.test(pattern.value)) return [];
          const span = text.toScript(pattern.word);
          if (script.isBadExample(span)) return [];
          const data = { pattern: pattern.value };
          return [{ kind: "unmatched", messageId: "namesOnly", data, document, place: script.place(span), related: [], repair: undefined }];
        }),
      ),
    );
  });
}

const LISTS_NAMES = /^-[a-zA-Z]*[lL]|^--files-with(?:out)?-match(?:es)?$/;
/** No name of a file has this. */
const FIELD = /^\^?\w[\w -]*\w:\s?["']?[\w@]/;

const GREPS = new Set(["grep", "egrep", "fgrep", "rg"]);

/** The one pattern of a grep that reads what it is sent. */
function patternOf({ args }: Invocation) {
  const [pattern, ...files] = args.filter(({ value }) => !value.startsWith("-"));
  return files.length === 0 && pattern?.isStatic ? pattern : undefined;
}
