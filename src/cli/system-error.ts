import { getSystemErrorMap } from "node:util";

/** `no such file or directory` rather than `ENOENT: no such file or directory, open '/…'`. */
export function describeSystemError(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  return known ?? code ?? message;
}
