import { describeDuration } from "./moments.ts";

/**
 * What time it is, as far as an answer depends on it. Who asks for ages rather
 * than for the time gives an answer that holds for a while, and can be kept.
 */
export interface Clock {
  /** Milliseconds since 1970: an answer that asks this holds for this moment alone. */
  now(): number;
  /** Whether a moment lies back by more than `age`, both in milliseconds. */
  isOlder(moment: number, age: number): boolean;
  /** How long ago a moment was, in words: `5 hours`. */
  describeAge(moment: number): string;
}

/** A clock that stands at `now`. */
export function clockAt(now: number): Clock {
  return {
    now: () => now,
    isOlder: (moment, age) => now - moment > age,
    describeAge: (moment) => describeDuration(now - moment),
  };
}
