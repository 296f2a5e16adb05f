import type { StateGroup } from "./vocabulary.ts";

/**
 * One emoji or symbol with which people write a state. Variation selectors,
 * skin tones and joined emoji belong to it (Unicode TR 51).
 */
const MARKS = "✓✗✘○●◐◑◔◕◯■□▢▣";
const ICON = String.raw`[\p{Extended_Pictographic}${MARKS}][\uFE0E\uFE0F\p{Emoji_Modifier}]?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*`;
const LEADING_ICON = new RegExp(`^${ICON}`, "u");
const ANY_ICON = new RegExp(ICON, "gu");

/** The icon that `text` starts with, as written. */
export function leadingIcon(text: string): string | undefined {
  return LEADING_ICON.exec(text)?.[0];
}

/** The icons in `text` and where they start, in UTF-16 units. */
export function findIcons(text: string): { icon: string; start: number }[] {
  return [...text.matchAll(ANY_ICON)].map((match) => ({ icon: match[0], start: match.index }));
}

/** Without the selectors that only choose a look: `⏸️` and `⏸` are one icon. */
export function normalizeIcon(icon: string): string {
  return icon.replace(/[\uFE0E\uFE0F]/g, "");
}

/**
 * What an icon means where no legend says so. Coloured circles are left out
 * unless all files agree: 🟢 is "available" in one and "done" in the next.
 */
export function groupOfIcon(icon: string | undefined): StateGroup | undefined {
  return icon === undefined ? undefined : GROUP_OF_ICON.get(normalizeIcon(icon));
}

const ICONS: Readonly<Record<StateGroup, string>> = {
  free: "⬜ 🔵 📋 ⏳ ☐ ⚪ 🆕 ○ ◯ □ ▢ ◻ 💤 🔲",
  claimed: "🔒 🔐 ✋ 🙋",
  active: "🔄 🚧 🏗 🏃 ▶ 🔨 🛠 ⚙ 🟡 ◐ ◑ 👷",
  done: "✅ ✔ ☑ ✓ 🏁 🎉 🟩",
  blocked: "⏸ 🔴 🛑 ⛔ 🚫",
  failed: "❌ ✗ ✘ ☒ 💥 🟥",
};

const GROUP_OF_ICON: ReadonlyMap<string, StateGroup> = new Map(
  Object.entries(ICONS).flatMap(([group, icons]) => icons.split(" ").map((icon) => [normalizeIcon(icon), group as StateGroup] as const)),
);
