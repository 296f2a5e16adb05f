import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A hash of all that the program is: the one file that it is built to, or its sources when those are run. */
export function hashProgram(main: string): string {
  const hash = createHash("sha256");
  if (main.endsWith(".ts")) for (const folder of ["src", "rules"]) addFolder(hash, join(dirname(main), "..", folder));
  else hash.update(readFileSync(main));
  return hash.digest("base64url");
}

function addFolder(hash: Hash, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else hash.update(`${path}\0`).update(readFileSync(path));
  }
}
