import { setFlagsFromString } from "node:v8";
import { flagsOf } from "./known-flags.ts";

for (const flag of flagsOf(process.versions.v8)) setFlagsFromString(flag);
