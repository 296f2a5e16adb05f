export interface ColorChoice {
  /** `--color` or `--no-color`. */
  flag: boolean | undefined;
  env: Readonly<Record<string, string | undefined>>;
  isTerminal: boolean;
}

/**
 * The flag, then `NO_COLOR` (https://no-color.org), then `FORCE_COLOR`
 * (https://force-color.org; `0` and `false` mean no), then what it is written to.
 */
export function wantsColor({ flag, env, isTerminal }: ColorChoice): boolean {
  if (flag !== undefined) return flag;
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}
