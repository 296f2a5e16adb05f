import { fieldOf, type Entry } from "./board.ts";
import { isClaimKey } from "./board/field-names.ts";
import { groupOfKnownWord, type StateGroup } from "./vocabulary.ts";

/**
 * What an entry's state comes to: on many boards a claim is written into a field
 * of its own, while the status goes on to say READY until the work begins.
 */
export function standingOf(entry: Entry): StateGroup | undefined {
  const group = entry.state?.group;
  if (group !== undefined && group !== "free") return group;
  const claim = claimOf(entry);
  const isTaken = claim !== undefined && (isClaimKey(claim.key) || CLAIM_ID.test(claim.by));
  return isTaken && group === "free" ? "claimed" : (group ?? (isTaken && CLAIM_ID.test(claim.by) ? "claimed" : undefined));
}

/** Whether somebody holds an entry now. */
export function isHeld(entry: Entry): boolean {
  const standing = standingOf(entry);
  return !entry.archived && (standing === "claimed" || standing === "active");
}

/** Who has claimed an entry; `undefined` when nobody has. */
export function claimOf(entry: Entry): { by: string; key: string } | undefined {
  const field = fieldOf(entry, "claimedBy");
  if (!field || NOBODY.test(field.value) || groupOfKnownWord(field.value) === "free") return undefined;
  return { by: field.value, key: field.key };
}

/** `CLAIMED-1763100000-4711` */
const CLAIM_ID = /^claimed\b/i;
const NOBODY =
  /^[-–—_?.\s]*$|^(?:none|nobody|no one|n\/?a|null|tbd|todo|any(?:one|body)?|you|[<[{].*[>\]}])$|^(?:un(?:claimed|assigned)|available|free|open)\b/i;
