import { isPartial, type Figures, type Results } from "./figures.ts";
import { CACHED, COLD, MARKDOWNLINT, NODE, RUMDL, RUMDL_CACHED, SHELLCHECK } from "./tools.ts";

/** A limit that the project has set itself, and what was measured. */
export interface Goal {
  name: string;
  measured: string;
  /** Undefined: cannot be told from what was measured. */
  met: boolean | undefined;
}

type At = (prompts: number, tool: string) => Figures | undefined;

/** What is to be reached, held against the results. */
export function judgeGoals(results: Results): Goal[] {
  const at: At = (prompts, tool) => results.get(prompts)?.get(tool);
  const sizes = [...results.keys()];
  return [
    atMost("1 prompt: at most 2x an empty Node", at(1, COLD), at(1, NODE), 2),
    hundred(at),
    atMost("1,000 prompts: at most 1.3x rumdl without its cache", at(1000, COLD), at(1000, RUMDL), 1.3),
    atMost("1,000 prompts, with the cache: at most what rumdl takes with its own", at(1000, CACHED), at(1000, RUMDL_CACHED), 1),
    ...sizes.map((size) => atMost(`${count(size)}: less than ShellCheck for their scripts alone`, at(size, COLD), at(size, SHELLCHECK), 1)),
    ...sizes.map((size) => atMost(`${count(size)}: at most a tenth of markdownlint-cli2`, at(size, COLD), at(size, MARKDOWNLINT), 0.1)),
    memory(at(1000, COLD), "1,000 prompts: at most 250 MB", 250),
    memory(at(10_000, COLD), "10,000 prompts: at most 600 MB", 600),
    atMost("10,000 prompts: at most 11x the time of 1,000", at(10_000, COLD), at(1000, COLD), 11),
  ];
}

/** The number of prompts in words: `1 prompt`, `1,000 prompts`. */
export function count(prompts: number): string {
  return `${prompts.toLocaleString("en")} ${prompts === 1 ? "prompt" : "prompts"}`;
}

/** What was stopped takes at least its seconds: a peer's can show that a limit is kept, and never that it is not; ours the other way round. */
function atMost(name: string, ours: Figures | undefined, other: Figures | undefined, limit: number): Goal {
  if (ours === undefined || other === undefined) return { name, measured: "not measured", met: undefined };
  const value = ours.median / other.median;
  const [less, more] = [isPartial(other), isPartial(ours)];
  const measured = less && more ? "both not to their end" : `${more ? "> " : less ? "< " : ""}${value.toPrecision(3)}x`;
  return { name, measured, met: value <= limit ? (more ? undefined : true) : less ? undefined : false };
}

/** Either of two limits will do. */
function hundred(at: At): Goal {
  const name = "100 prompts: at most 0.4 s, or 1.3x rumdl without its cache";
  const ours = at(100, COLD);
  if (ours === undefined) return { name, measured: "not measured", met: undefined };
  const relative = atMost(name, ours, at(100, RUMDL), 1.3);
  const measured = `${isPartial(ours) ? "> " : ""}${ours.median.toFixed(2)} s, ${relative.measured}`;
  return { name, measured, met: !isPartial(ours) && ours.median <= 0.4 ? true : ours.median > 0.4 ? relative.met : undefined };
}

function memory(ours: Figures | undefined, name: string, megabytes: number): Goal {
  if (ours?.memory === undefined) return { name, measured: "not measured", met: undefined };
  const measured = ours.memory / 1e6;
  return { name, measured: `${isPartial(ours) ? "> " : ""}${measured.toFixed(0)} MB`, met: measured > megabytes ? false : isPartial(ours) ? undefined : true };
}
