#!/usr/bin/env node
import "./v8-flags.ts";
import { readFileSync } from "node:fs";
import { compileProgram, runProgram } from "./program.ts";

// Half of a run on one prompt would be spent on compiling the program. The build keeps what V8 compiled beside the program: only
// who may write the program may write that, and no cache that others can reach holds code.
const url = new URL("program.cjs", import.meta.url);
runProgram(compileProgram(url, readFileSync(url, "latin1"), readCompiledCode()));

function readCompiledCode(): Buffer | undefined {
  try {
    return readFileSync(new URL("program.code", import.meta.url));
  } catch {
    // A package from the registry has none: its code would be of another version of V8.
    return undefined;
  }
}
