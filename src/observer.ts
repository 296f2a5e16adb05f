/** The parts of a run, in their order. */
export const STAGES = ["start", "config", "read", "parse", "model", "check", "report"] as const;
export type Stage = (typeof STAGES)[number];

/** Is told how a run goes on. Without one nothing is measured. */
export interface RunObserver {
  /** What went by since the last stage was done belongs to this one. */
  stageDone(stage: Stage): void;
  /** A rule has looked at one document, or at the workspace. */
  ruleDone(ruleId: string, milliseconds: number): void;
  /** How far it is, now and then. */
  fileDone(work: "reading" | "checking", number: number, of: number): void;
}
