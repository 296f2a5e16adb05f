import { createRandom } from "../fuzz/random.ts";

/** Where a mutant stands, as Stryker's reports have it: lines and columns from 1, the end exclusive. */
export interface Location {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

/** What makes a mutant this one and no other. */
export interface Mutant {
  /** From the root, with `/`. */
  file: string;
  location: Location;
  /** As Stryker calls the kind: `ConditionalExpression`, … */
  mutatorName: string;
  replacement: string;
}

/** The same mutant in two runs has the same key. */
export function keyOf({ file, location: { start, end }, mutatorName, replacement }: Mutant): string {
  return `${file}:${start.line}:${start.column}-${end.line}:${end.column} ${mutatorName} ${replacement}`;
}

/** Draws `size` mutants, each as likely as any other: the same seed and mutants, the same draw, in whatever order they come. */
export function drawMutants<Drawn extends Mutant>(mutants: readonly Drawn[], size: number, seed: number): Drawn[] {
  const left = mutants.map((mutant) => ({ mutant, key: keyOf(mutant) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const random = createRandom(seed);
  const drawn: Drawn[] = [];
  while (drawn.length < size && left.length > 0) {
    const index = random.below(left.length);
    drawn.push(left[index]!.mutant);
    left[index] = left.at(-1)!;
    left.pop();
  }
  return drawn;
}

/** Where the share of all lies in 95 of 100 draws, when `hits` of `size` drawn are: Wilson's interval, from 0 to 1. */
export function interval(hits: number, size: number): { low: number; high: number } {
  if (size === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = hits / size;
  const middle = share + (z * z) / (2 * size);
  const margin = z * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size));
  const scale = 1 + (z * z) / size;
  return { low: Math.max(0, (middle - margin) / scale), high: Math.min(1, (middle + margin) / scale) };
}
