/**
 * The flags that a version of V8 is started with: `process.versions.v8`. V8
 * prints an error for one that it does not know, so a version that nobody has
 * tried gets none.
 */
export function flagsOf(version: string): string[] {
  const major = Number.parseInt(version, 10);
  return FLAGS.filter(({ from, to }) => from <= major && major <= to).map(({ flag }) => flag);
}

/** A gate runs for a second or less, and V8 spends much of that on compiling for longer runs. Node 20 has V8 11, Node 22 has 12, Node 24 has 13. */
const FLAGS: readonly { flag: string; from: number; to: number }[] = [
  // A regular expression is compiled once, when it is first used: V8 would write bytecode first and compile at the second use,
  // and a run on one prompt uses most of them just twice.
  { flag: "--no-regexp-tier-up", from: 11, to: 13 },
  // A function has to run twenty times as long before it is optimized: on a hundred prompts that halves the CPU time,
  // and on thousands the hot functions still get there. Later versions count calls instead.
  { flag: "--interrupt-budget=1500000", from: 11, to: 11 },
  // The heap grows to twice what is in use before garbage is collected, not to four times: a thousand prompts then take two thirds
  // of the memory, and no more CPU time.
  { flag: "--heap-growing-percent=100", from: 11, to: 13 },
];
