import type { Document } from "../document.ts";
import type { BashScript } from "../parse/bash.ts";
import { remembered } from "../remembered.ts";
import { writtenFile } from "../shell/commands.ts";
import { readParts } from "../shell/script-parts.ts";

/** Lines that a script writes into a file, as far as it says. */
export interface WrittenLines {
  /** As the command names it. */
  file: string;
  lines: string[];
}

/** What `echo … >> FILE` and `cat > FILE <<EOF` write; expansions as any text would be. */
/** Those of all scripts of a document. */
export const linesWrittenBy: (document: Document) => readonly WrittenLines[] = remembered(({ scripts }) => scripts.flatMap(findWrittenLines));

function findWrittenLines(script: BashScript): WrittenLines[] {
  if (!/>|\btee\b/.test(script.text)) return [];
  return readParts(script).flatMap(({ commands, text }) =>
    commands.flatMap(({ invocation }) => {
      const file =
        invocation.redirects.map(writtenFile).find((word) => word !== undefined)?.value ??
        (invocation.name === "tee" ? invocation.args.at(-1)?.value : undefined);
      if (file === undefined) return [];
      const bodies = invocation.redirects.flatMap((redirect) => (redirect.type === "HereDoc" ? [text.source.slice(redirect.body.pos, redirect.body.end)] : []));
      const said = invocation.args.map(({ value }) => value.replaceAll("\\n", "\n"));
      const lines = [...bodies, ...said, said.join(" ")].flatMap((part) => part.split("\n")).map((line) => line.replace(/\$\{?\w+\}?|\$\([^()]{0,80}\)/g, "1"));
      return [{ file, lines: lines.slice(0, MAX_LINES) }];
    }),
  );
}

const MAX_LINES = 200;
