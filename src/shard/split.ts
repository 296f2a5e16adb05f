import { compareText } from "../finding.ts";

/** A part of the work: the `index`-th of `count`, from 1. */
export interface Shard {
  index: number;
  count: number;
}

/**
 * The paths that belong to a part. Groups weigh about the same: the largest file
 * goes into the lightest group, and so on. Nothing but paths and sizes decides.
 */
export function pathsOfShard(files: readonly { path: string; size: number }[], { index, count }: Shard): Set<string> {
  const groups = Array.from({ length: count }, () => ({ size: 0, paths: [] as string[] }));
  for (const { path, size } of [...files].sort((a, b) => b.size - a.size || compareText(a.path, b.path))) {
    const lightest = groups.reduce((light, group) => (group.size < light.size ? group : light));
    lightest.paths.push(path);
    // Each file costs something, whatever is in it.
    lightest.size += size + 1;
  }
  return new Set(groups[index - 1]!.paths);
}
