/**
 * Work in steps, with a `yield` between two of them: what is busy for long has
 * to let signals, and an editor that gives up, have a word.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all of it at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does it with rests in between, one for every 50 milliseconds of work; `onRest` gets how many steps are done. */
export async function finishWithRests<Result>(steps: Steps<Result>, onRest?: (done: number) => void): Promise<Result> {
  let rested = Date.now();
  for (let count = 1; ; count++) {
    const { done, value } = steps.next();
    if (done) return value;
    if (Date.now() - rested < MAX_BUSY) continue;
    onRest?.(count);
    await new Promise((resolve) => setTimeout(resolve));
    rested = Date.now();
  }
}

/** In milliseconds. */
const MAX_BUSY = 50;
