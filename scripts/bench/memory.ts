import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Bytes that the descendants of a process have in memory now, or, where Linux tells it, that the largest of them has had
 * at its peak, whichever is more. The process itself, the shell that waits, is left out. Pages that two share count twice.
 */
export function treeMemory(root: number): number | undefined {
  return process.platform === "linux" ? linuxMemory(root) : psMemory(root);
}

function linuxMemory(root: number): number | undefined {
  let together = 0;
  let largest = 0;
  const left = childrenOf(root);
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    const status = read(`/proc/${pid}/status`);
    together += field(status, "VmRSS");
    largest = Math.max(largest, field(status, "VmHWM"));
    left.push(...childrenOf(pid));
  }
  return together === 0 ? undefined : Math.max(together, largest);
}

/** Each thread has children of its own. */
function childrenOf(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has ended.
  }
  return threads.flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number));
}

function field(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function psMemory(root: number): number | undefined {
  const listed = spawnSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  if (listed.status !== 0) return undefined;
  const processes = listed.stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const tree = new Set([root]);
  // A parent may be listed behind its child.
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const [pid, parent] of processes) if (tree.has(parent)) tree.add(pid);
  }
  tree.delete(root);
  const kilobytes = processes.reduce((sum, [pid, , rss]) => sum + (tree.has(pid) ? rss : 0), 0);
  return kilobytes === 0 ? undefined : kilobytes * 1024;
}
