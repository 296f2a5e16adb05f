/** Values of a git config by `section.key` or `section.subsection.key`, section and key in small letters, in file order. */
export type GitConfig = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a git config as data: nothing in it is obeyed, `include` not followed.
 * What git would refuse is passed over.
 */
export function parseGitConfig(text: string): GitConfig {
  const config = new Map<string, string[]>();
  let section = "";
  let rest = "";
  for (const line of text.split("\n")) {
    const continued = line.endsWith("\\") && !line.endsWith("\\\\");
    rest += continued ? line.slice(0, -1) : line;
    if (continued && rest.length < MAX_VALUE_LENGTH) continue;
    const whole = rest.trim();
    rest = "";

    const header = /^\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(whole);
    if (header) {
      const subsection = header[2]?.replace(/\\(.)/g, "$1");
      section = header[1]!.toLowerCase() + (subsection === undefined ? "" : `.${subsection}`);
    }
    const entry = /^([A-Za-z][\w-]*)\s*(?:=(.*))?$/.exec(header ? header[3]!.trim() : whole);
    if (!entry || section === "") continue;
    const key = `${section}.${entry[1]!.toLowerCase()}`;
    const values = config.get(key) ?? [];
    config.set(key, values);
    values.push(parseValue(entry[2] ?? "true"));
  }
  return config;
}

/** Takes off quotes, escapes and the comment behind a value. */
function parseValue(text: string): string {
  let value = "";
  let quoted = false;
  let kept = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') quoted = !quoted;
    else if (character === "\\") {
      const escaped = text[++index] ?? "";
      value += ESCAPES.get(escaped) ?? escaped;
    } else if (!quoted && (character === "#" || character === ";")) break;
    else if (value !== "" || quoted || character.trim() !== "") value += character;
    if (quoted || character.trim() !== "") kept = value.length;
  }
  return value.slice(0, kept);
}

const ESCAPES = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["b", "\b"],
]);
const MAX_VALUE_LENGTH = 65_536;
