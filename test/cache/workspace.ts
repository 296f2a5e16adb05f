import { Readable } from "node:stream";
import { rules } from "../../rules/index.ts";
import { main } from "../../src/cli/main.ts";
import type { OutputStream, Services } from "../../src/cli/services.ts";
import { lint } from "../../src/lint.ts";
import { nodeFileSystem } from "../../src/read/node-file-system.ts";

export interface Answer {
  code: number;
  stdout: string;
  /** Without what is said of the cache. */
  stderr: string;
  /** What is said of the cache, without the name of the program. */
  cache: string | undefined;
  /** How often something was linted. */
  linted: number;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string | undefined>;
  program?: string;
  stdin?: string;
}

const unneeded = () => Promise.reject(new Error("No test asks for it"));

/** The command line tool, as it is, in this process. */
export async function run(argv: readonly string[], { cwd, env = {}, program = "1.2.3 one", stdin = "" }: RunOptions): Promise<Answer> {
  const written = { stdout: "", stderr: "" };
  let linted = 0;
  const stream = (name: "stdout" | "stderr"): OutputStream => ({
    write(text, done) {
      written[name] += text;
      done();
    },
  });
  const services: Services = {
    lint(request) {
      linted++;
      return lint({ fs: nodeFileSystem, ...request, plugins: request.noPlugins ? "refuse" : "own" });
    },
    readWorkspace: unneeded,
    listRules: () => Promise.resolve(rules),
    listAllRules: unneeded,
    readRulePage: unneeded,
    describeConfig: unneeded,
    readPromptTemplate: unneeded,
    readVersion: () => Promise.resolve("1.2.3"),
    nameProgram: () => Promise.resolve(program),
    runCommand: unneeded,
  };
  const surroundings = { cwd, env, stdin: Readable.from([Buffer.from(stdin)]), stdout: stream("stdout"), stderr: stream("stderr") };
  const code = await main(argv, surroundings, services);
  const lines = written.stderr.split("\n");
  const said = lines.find((line) => line.startsWith(CACHE));
  return { code, stdout: written.stdout, stderr: lines.filter((line) => line !== said).join("\n"), cache: said?.slice(CACHE.length), linted };
}

const CACHE = "prompt-lint: cache: ";

export const PROMPT = `# Prompt

You are one of several sessions that work in parallel. Claim a session in [the board](STATUS.md).

\`\`\`bash
git pull
while true; do sleep 5; done
git add STATUS.md
git commit -m claim
git push
\`\`\`
`;

export const BOARD = `# Status

### Session 1: Payments
- **Status:** IN_PROGRESS
- **Claimed By:** CLAIMED-1768435200-4711
- **Output File:** \`reports/payments.md\`

### Session 2: Search
- **Status:** UNCLAIMED
- **Output File:** \`reports/search.md\`
`;
