// Runs the built program once on the incident and keeps what V8 compiled of it: `dist/program.code`, which the launcher loads.
// It runs for nothing else, so that what is kept is what a run needs.
import "../src/launch/v8-flags.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileProgram, runProgram } from "../src/launch/program.ts";

const url = new URL("../dist/program.cjs", import.meta.url);
const incident = fileURLToPath(new URL("../fixtures/incident", import.meta.url));
const source = readFileSync(url, "latin1");
// The bundler escapes what it can; what stands in a `String.raw` it cannot.
const other = /.{0,40}\P{ASCII}/u.exec(source);
if (other) throw new Error(`The program has to be ASCII: ${other[0]}`);
const program = compileProgram(url, source);

process.argv.splice(2, Infinity, "--root", incident);
silence(process.stdout);
silence(process.stderr);
process.on("exit", (exitCode) => {
  // The incident has errors.
  if (exitCode !== 1) throw new Error(`The program exits with ${exitCode} on the incident, expected 1`);
  writeFileSync(new URL("program.code", url), program.script.createCachedData());
  process.exitCode = 0;
});
runProgram(program);

function silence(stream: NodeJS.WriteStream): void {
  stream.write = (_chunk: unknown, ...rest: unknown[]) => {
    const done = rest.at(-1);
    if (typeof done === "function") process.nextTick(done);
    return true;
  };
}
