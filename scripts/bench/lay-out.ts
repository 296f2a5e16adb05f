import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWorkload } from "./workload.ts";

/** Where the tools find the workload of one size, and where they may write. */
export interface Place {
  prompts: number;
  /** The workspace: a git repository with one commit, or without git a plain folder. */
  workspace: string;
  /** Each bash block of the prompts as a file, for ShellCheck. */
  scripts: string;
  /** A file with the names of these, each ended by a NUL. */
  scriptList: string;
  /** For caches, and for what tools print; no other size uses it. */
  cache: string;
  bytes: number;
  scriptCount: number;
}

/** Writes the workload below `root`. */
export function layOut(root: string, { prompts, seed }: { prompts: number; seed: number }): Place {
  const at = (name: string) => join(root, `${prompts}-${name}`);
  const place: Place = { prompts, workspace: at("prompts"), scripts: at("scripts"), scriptList: at("list"), cache: at("cache"), bytes: 0, scriptCount: 0 };
  for (const folder of [place.workspace, place.scripts, place.cache]) mkdirSync(folder);
  const names: string[] = [];
  for (const { path, text, scripts } of writeWorkload({ prompts, seed })) {
    const target = join(place.workspace, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    place.bytes += text.length;
    for (const script of scripts) {
      const name = `${names.length}.sh`;
      names.push(name);
      writeFileSync(join(place.scripts, name), `${script}\n`);
    }
  }
  writeFileSync(place.scriptList, names.map((name) => `${name}\0`).join(""));
  place.scriptCount = names.length;
  commit(place.workspace);
  return place;
}

function commit(folder: string): void {
  const identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"];
  const commands = [
    ["init", "--quiet"],
    ["add", "--all"],
    ["commit", "--quiet", "--message", "Prompts and boards"],
  ];
  for (const command of commands) if (spawnSync("git", [...identity, ...command], { cwd: folder }).status !== 0) return;
}
