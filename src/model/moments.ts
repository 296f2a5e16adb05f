import type { Position } from "unist";
import type { Entry } from "./board.ts";

/** A sign of life of an entry: when somebody took it, or was last heard of. */
export interface Moment {
  /** Milliseconds since 1970, UTC; of a date without a time, the end of that day. */
  time: number;
  /** What says so, without its key. */
  text: string;
  place: Position;
}

/**
 * The latest moment that an entry has of its session: a claim `CLAIMED-<unix seconds>-…`,
 * `Last Heartbeat:`, `Started:`, `Claimed At:`; `undefined` without one.
 */
export function lastSign(entry: Entry): Moment | undefined {
  const signs = entry.fields.flatMap((field): Moment[] => {
    const isTime = field.name === "lastHeartbeat" || TIME_KEY.test(field.key);
    const time = field.name === "claimedBy" ? claimTime(field.value) : isTime ? readTime(field.value) : undefined;
    return time === undefined ? [] : [{ time, text: field.value, place: field.valuePlace }];
  });
  return signs.reduce<Moment | undefined>((latest, sign) => (latest && latest.time >= sign.time ? latest : sign), undefined);
}

const TIME_KEY =
  /^(?:(?:work |session )?started(?:[ _-]?(?:at|on))?|start[ _-]?(?:at|time)|claimed[ _-]?(?:at|on|time)|claim[ _-]?time(?:stamp)?|in progress since|since|last[ _-]?(?:activity|active|commit|ping))$/i;

function claimTime(claim: string): number | undefined {
  const seconds = /(?:^|[-_ @(:])(1[5-9]\d{8}|[2-9]\d{9})(?:$|[-_ ),])/.exec(claim)?.[1];
  return seconds === undefined ? readTime(claim) : Number(seconds) * 1000;
}

/** Unix seconds or milliseconds, ISO 8601, `2025-11-14 08:20 UTC`; without a zone, UTC. */
function readTime(text: string): number | undefined {
  const unix = /^\W{0,3}(\d{10}|\d{13})\b/.exec(text)?.[1];
  if (unix !== undefined) return unix.length === 10 ? Number(unix) * 1000 : Number(unix);
  const match = /\b(20\d\d)-(\d\d)-(\d\d)(?:[T ,]{1,2}(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?/i.exec(text.slice(0, 200));
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "0", zone = "Z"] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // A day that the month does not have, and hours that no day has, are typing errors.
  if (new Date(midnight).getUTCDate() !== Number(day) || Number(month) > 12) return undefined;
  if (hour === undefined || minute === undefined) return midnight + DAY;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const shift = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const offset = shift ? (shift[1] === "-" ? -1 : 1) * (Number(shift[2]) * 60 + Number(shift[3])) : 0;
  return midnight + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000;
}

const DAY = 86_400_000;

/** An age or a limit in words: `5 hours`, `3 days`. */
export function describeDuration(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => milliseconds >= 2 * size) ?? UNITS.at(-1)!;
  const count = Math.floor(milliseconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;
