/** What the rounds of one tool at one size came to. */
export interface Figures {
  /** CPU seconds. */
  median: number;
  minimum: number;
  rounds: number;
  /** It did not get to its end: its seconds are less than it takes. */
  stopped: boolean;
  /** Bytes at the peak. */
  memory?: number;
  /** Lines that it printed. */
  lines: number;
  /** How it ended, when it did not do all its work: then its figures are too small. */
  failure?: string;
}

/** Of each size, what each tool took, by its name. */
export type Results = ReadonlyMap<number, ReadonlyMap<string, Figures>>;

/** Of an even number, half-way between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

/** A figure, or where a tool was stopped the least that it can be. */
export interface Amount {
  value: number;
  atLeast: boolean;
}

/** How many times the CPU time of `base` a tool takes. Undefined: one of them was not measured, or not to its end. */
export function ratio(figures: Figures | undefined, base: Figures | undefined): Amount | undefined {
  if (figures === undefined || base === undefined || isPartial(base)) return undefined;
  return { value: figures.median / base.median, atLeast: isPartial(figures) };
}

/** Whether it did not get to its end, or not through all of its work: then it takes at least what was measured. */
export function isPartial({ stopped, failure }: Figures): boolean {
  return stopped || failure !== undefined;
}
