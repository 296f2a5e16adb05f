/** The text of a file, a byte order mark kept, or why it is none: `is UTF-16, expected UTF-8`. */
export type Decoded = { text: string; reason?: undefined } | { text?: undefined; reason: string };

/**
 * Reads bytes as UTF-8 and refuses what is something else: a session's `grep`
 * finds nothing in UTF-16, and replaced characters would hide text.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return { reason: "is UTF-16, expected UTF-8" };
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { reason: looksLikeUtf16(bytes) ? "is UTF-16 without a byte order mark, expected UTF-8" : `is binary: NUL at byte ${zero + 1}` };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { reason: describeInvalidByte(bytes) };
  }
}

/** Reads bytes as UTF-8, with U+FFFD in place of what is not: for git's own files, whose bytes are names. */
export function decodeLoosely(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

// Latin letters in UTF-16 have a NUL in every second byte, and only on one side.
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, SAMPLE_BYTES);
  for (let index = 0; index < length; index++) if (bytes[index] === 0) zeros[index % 2]!++;
  const [even, odd] = zeros as [number, number];
  return Math.max(even, odd) * 4 >= length && Math.min(even, odd) === 0;
}

function describeInvalidByte(bytes: Uint8Array): string {
  const offset = findInvalidByte(bytes);
  let line = 1;
  for (let index = 0; index < offset; index++) if (bytes[index] === LINE_FEED) line++;
  const value = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return `is not UTF-8: byte 0x${value} on line ${line}`;
}

// Decodes in steps: whether a prefix is valid says on which side the first bad byte lies.
function findInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (valid < invalid) {
    const middle = (valid + invalid + 1) >> 1;
    if (isValid(bytes.subarray(0, middle), { cutOff: true })) valid = middle;
    else invalid = middle - 1;
  }
  while (valid > 0 && !isValid(bytes.subarray(0, valid), { cutOff: false })) valid--;
  return valid;
}

/** `cutOff` forgives a character of which only the first bytes are there. */
function isValid(bytes: Uint8Array, { cutOff }: { cutOff: boolean }): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: cutOff });
    return true;
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second;
}

const LINE_FEED = 10;
const SAMPLE_BYTES = 4096;
