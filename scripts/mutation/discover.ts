import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Location, Mutant } from "./sample.ts";

interface Discovered {
  files: Record<string, { mutants: { location: Location; mutatorName: string; replacement: string }[] }>;
}

/** All mutants Stryker makes of these globs, as its own server of the mutation server protocol lists them. */
export async function discoverMutants(globs: readonly string[], configFile: string): Promise<Mutant[]> {
  const bin = createRequire(import.meta.url)
    .resolve("@stryker-mutator/core/package.json")
    .replace(/package\.json$/, "bin/stryker.js");
  const server = spawn(process.execPath, [bin, "serve", "stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const ask = (id: number, method: string, params: object) => {
      const content = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      server.stdin.write(`Content-Length: ${content.byteLength}\r\n\r\n`);
      server.stdin.write(content);
    };
    const answers = readAnswers(server.stdout);
    ask(1, "configure", { configFilePath: configFile });
    await answers.next();
    ask(2, "discover", { files: globs.map((path) => ({ path })) });
    const { value } = await answers.next();
    if (value?.result === undefined) throw new Error(`Stryker does not list its mutants: ${JSON.stringify(value?.error)}`);
    const { files } = value.result as Discovered;
    return Object.entries(files).flatMap(([file, { mutants }]) =>
      mutants.map(({ location, mutatorName, replacement }) => ({ file, location, mutatorName, replacement })),
    );
  } finally {
    server.kill();
  }
}

/** The messages of a stream in which each has a head with its length in bytes. */
async function* readAnswers(stream: AsyncIterable<Buffer>): AsyncGenerator<{ result?: unknown; error?: unknown }, undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (let head = rest.indexOf("\r\n\r\n"); head >= 0; head = rest.indexOf("\r\n\r\n")) {
      const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, head).toString())?.[1]);
      const end = head + 4 + length;
      if (rest.length < end) break;
      yield JSON.parse(rest.subarray(head + 4, end).toString()) as { result?: unknown };
      rest = rest.subarray(end);
    }
  }
  return undefined;
}
