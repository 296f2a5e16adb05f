import { rules } from "../../rules/index.ts";
import { PHRASE_NAMES } from "../../src/model/phrases.ts";
import { board, fill, INTRO, repeat, type Files, type Shape } from "./shape.ts";

/** A config beside a prompt and a board of the same size. */
const config = (write: (size: number) => object): Shape => {
  return (size): Files => ({
    ...board((length) => `# Status\n\n${fill(length, (number) => `## Session ${number}\n\n- Status: UNCLAIMED\n\n`)}`)(size / 3),
    "PROMPT.md": INTRO + repeat("If the push fails, pull and take the next one. Commit and push your claim.\n\n")(size / 3),
    ".prompt-lint.json": JSON.stringify(write(Math.min(size / 3, 200_000))),
  });
};
const list = (size: number, length: number, unit: (number: number) => string) =>
  Array.from({ length: Math.min(200, Math.floor(size / length)) }, (_, number) => unit(number));

/** Configs, git's own files, baselines. */
export const SETTINGS: Readonly<Record<string, Shape>> = {
  "a config with many keys": config((size) => Object.fromEntries(Array.from({ length: size / 12 }, (_, number) => [`key${number}`, 1]))),
  "a config with many unknown rules": config((size) => ({
    rules: Object.fromEntries(Array.from({ length: size / 20 }, (_, number) => [`rule-${number}`, "off"])),
  })),
  "a config with many wrong values": config((size) => ({ ignore: Array.from({ length: size / 4 }, () => 1) })),
  "ignore globs": config((size) => ({ ignore: list(size, 200, (number) => `**/*a*b*c${number}*/**/x*y*z*`) })),
  "globs with alternatives": config((size) => ({ boards: list(size, 60, (number) => `**/{a,b,c,d}{e,f,g,h}{i,j}${number}*`) })),
  phrases: config((size) => ({
    phrases: Object.fromEntries(PHRASE_NAMES.map((name) => [name, list(size / PHRASE_NAMES.length, 40, (number) => `take … of the … ${number}`)])),
  })),
  "phrases of one letter": config((size) => ({
    phrases: Object.fromEntries(PHRASE_NAMES.map((name) => [name, list(size / PHRASE_NAMES.length, 12, () => "e … i … x")])),
  })),
  "status words": config((size) => ({
    status: { vocabulary: { free: list(size, 10, (number) => `FREE${number}`), done: list(size, 10, (number) => `DONE${number}`) } },
  })),
  overrides: config((size) => ({
    overrides: Array.from({ length: Math.min(200, size / 900) }, (_, number) => ({
      files: [`**/a${number}*`],
      rules: Object.fromEntries(rules.slice(0, 20).map(({ id }) => [id, "off"])),
    })),
  })),
  ".gitignore": (size) => ({
    "PROMPT.md": INTRO,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": fill(size, (number) => `*a*b*c${number}*\n`),
    ...manyFiles(),
  }),
  "packed-refs": (size) => ({
    "PROMPT.md": INTRO,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/packed-refs": fill(size, (number) => `${"0".repeat(40)} refs/heads/b${number}\n`),
  }),
  "a config of git": (size) => ({
    "PROMPT.md": INTRO,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": fill(size, (number) => `[remote "r${number}"]\n\turl = https://a.b/c/d${number}\n`),
  }),
  "lines that go on in a config of git": (size) => ({
    "PROMPT.md": INTRO,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": `[a]\nb = ${repeat("c\\\n")(size)}`,
  }),
  "a baseline": (size) => ({
    "PROMPT.md": `${INTRO}\`\`\`bash\nwhile true; do sleep 5; done\n\`\`\`\n`,
    ".prompt-lint-baseline.json": JSON.stringify({
      version: 1,
      findings: Array.from({ length: size / 120 }, (_, number) => ({
        file: `a${number}.md`,
        ruleId: "unbounded-wait",
        message: "m",
        fingerprint: number.toString(16).padStart(32, "0"),
      })),
    }),
  }),
  "many files": (size) => ({ "PROMPT.md": INTRO, ...manyFiles(size / 64) }),
};

function manyFiles(count = 300): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`d${number % 20}/aaabbbccc${number}.md`, "# A\n"]));
}
