import type { Severity } from "../finding.ts";
import type { RegisteredRule } from "../rule.ts";

/**
 * - `minimal`: what can be wrong in any document
 * - `recommended`: what stalls sessions or loses work is an error, what makes it likely a warning
 * - `strict`: the items of the checklist are errors, the gate before sending
 */
export const PRESETS = ["minimal", "recommended", "strict"] as const;
export type Preset = (typeof PRESETS)[number];

export const DEFAULT_PRESET: Preset = "recommended";

/** How a preset sets a rule; `off` when the rule is not in it. */
export function presetSeverity(preset: Preset, { rule }: RegisteredRule): Severity | "off" {
  if (preset === "minimal" && !rule.minimal) return "off";
  if (preset !== "strict" && rule.onlyStrict) return "off";
  return preset === "strict" && rule.items !== undefined ? "error" : rule.severity;
}

export function isPreset(name: string): name is Preset {
  return PRESETS.some((preset) => preset === name);
}
