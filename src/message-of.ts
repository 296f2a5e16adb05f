import type { z } from "zod";

/** What was thrown, in words: anything can be. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The first thing that zod found wrong with a value read from JSON: where it is, `""` for the value itself, and a sentence for a person. */
export function firstIssueOf({ issues: [issue] }: z.ZodError): { at: string; message: string } {
  // What JSON lacks is not called `undefined` there.
  return { at: issue!.path.map(String).join("."), message: issue!.message.replace(/received undefined$/, "found nothing") };
}
