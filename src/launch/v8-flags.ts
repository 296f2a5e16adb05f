import { setFlagsFromString } from "node:v8";

// A gate runs for a second or less, and V8 spends much of that on compiling for longer runs.

// A regular expression is compiled once, when it is first used: V8 would write bytecode first and compile at the second use,
// and a run on one prompt uses most of them just twice.
setFlagsFromString("--no-regexp-tier-up");

// A function has to run twenty times as long before it is optimized: on a hundred prompts that halves the CPU time,
// and on thousands the hot functions still get there.
setFlagsFromString("--interrupt-budget=1500000");

// The heap grows to twice what is in use before garbage is collected, not to four times: a thousand prompts then take two thirds
// of the memory, and no more CPU time.
setFlagsFromString("--heap-growing-percent=100");
