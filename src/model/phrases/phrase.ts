/** Words by which prose says something, with sentences to hold the pattern against. */
export interface Phrase {
  /** Without the flags `g` and `y`; linear on any text. */
  pattern: RegExp;
  /** Sentences that it must match. */
  yes: readonly string[];
  /** Sentences that look like it and that it must not match. */
  no: readonly string[];
}
