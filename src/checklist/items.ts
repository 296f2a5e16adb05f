import type { Section } from "../rule.ts";

/** An item of the pre-deployment checklist; the rule that has its number in `items` decides it. */
export interface ChecklistItem {
  /** 1 to 30. */
  number: number;
  section: ChecklistSection;
  title: string;
}

/** The sections of the checklist, in its order, with their headings. */
export const CHECKLIST_SECTIONS = {
  infrastructure: "Infrastructure",
  claiming: "Claiming",
  repository: "Repository",
  "error-handling": "Error handling",
  validation: "Validation",
  fallback: "Fallback",
  documentation: "Documentation",
} as const satisfies Partial<Record<Section, string>>;
export type ChecklistSection = keyof typeof CHECKLIST_SECTIONS;

const TITLES: Readonly<Record<ChecklistSection, readonly string[]>> = {
  infrastructure: [
    "The status file exists",
    "Its format is consistent",
    "Every session has a repository",
    "Every session has an output file",
    "It is committed and pushed",
  ],
  claiming: [
    "The claim is atomic: pull, edit, commit, push",
    "A lost claim is handled",
    "The claim is verified before work starts",
    "Claimed sessions become IN_PROGRESS",
  ],
  repository: [
    "The current repository is checked",
    "The target repository is read from the status file",
    "The session switches when they differ",
    "The switch is verified",
  ],
  "error-handling": ["Every command has an error check", "Errors are logged", "Errors trigger recovery", "Fatal errors stop the session"],
  validation: [
    "The prompt was tested with one session",
    "That session claimed work",
    "It completed the work",
    "It set its status to COMPLETE",
    "It left no blocker",
  ],
  fallback: ["What to do when no work is available", "Waits have a limit", "When a person is told", "What to say when all is complete"],
  documentation: ["Where the status file is", "What is expected by when", "How to watch progress", "What to do when something fails"],
};

/** The thirty, in their order. */
export const CHECKLIST_ITEMS: readonly ChecklistItem[] = (Object.keys(CHECKLIST_SECTIONS) as ChecklistSection[])
  .flatMap((section) => TITLES[section].map((title) => ({ section, title })))
  .map((item, index) => ({ number: index + 1, ...item }));

/**
 * Whether an item is about sessions that share work: one session alone needs
 * no claim, no status file and no rehearsal. Its commands can fail and its
 * waits can last for ever all the same.
 */
export function isOfCoordination({ number, section }: ChecklistItem): boolean {
  return section !== "error-handling" && number !== WAITS_HAVE_A_LIMIT;
}

/** Whether an item is about the status file, rather than about what the prompt has its sessions do. */
export function isOfBoard({ section }: ChecklistItem): boolean {
  return section === "infrastructure";
}

/** Whether an item is about what each entry of the status file says. */
export function isOfEntries({ number }: ChecklistItem): boolean {
  return ENTRY_ITEMS.has(number);
}

const ENTRY_ITEMS: ReadonlySet<number> = new Set([3, 4]);
const WAITS_HAVE_A_LIMIT = 24;
