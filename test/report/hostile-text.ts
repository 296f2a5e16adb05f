import fc from "fast-check";

/** Pieces that act on terminals, CI systems, JSON and markdown readers, and ordinary text between them. */
const PIECES = [
  "a",
  "word ",
  "`code`",
  " ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "\u000B",
  "\u000C",
  "\u0000",
  "\u0007",
  "\u0008",
  "\u007F",
  "\u009B31m",
  "\u0085",
  "\u001B[31m",
  "\u001B]0;title\u0007",
  "\u001B]8;;https://example.com\u001B\\",
  "\u001B]52;c;aGk=\u0007",
  "\u001B[2J",
  "\u202E",
  "\u202A",
  "\u2066",
  "\u2069",
  "\u200E",
  "\u200F",
  "\u061C",
  "\u200B",
  "\u200C",
  "\u200D",
  "\u2060",
  "\uFEFF",
  "\u00AD",
  "\u2028",
  "\u2029",
  "\u{E0001}",
  "\u{E0041}",
  "\u{E0100}",
  "\uFE0F",
  "\uD800",
  "\uDC00",
  "::error::x",
  "::set-output name=a::b",
  "::stop-commands::t",
  "##[error]x",
  "##vso[task.setvariable]x",
  "##teamcity[message]",
  "%0A",
  "##",
  "::",
  ":",
  "日本語",
  "한국어",
  "ｆｕｌｌ",
  "e\u0301",
  "👍🏽",
  "👨‍👩‍👧‍👦",
  "🏳️‍🌈",
  "🇩🇪",
  "✅",
  "❤️",
  "<img src=x onerror=1>",
  "]]>",
  '"',
  "\\",
  "${x}",
  "__proto__",
];

export const hostileText = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: "binary", maxLength: 5 }), fc.string({ unit: "grapheme", maxLength: 5 })),
    { minLength: 1, maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

/** Control, bidirectional, zero-width, tag characters and lone surrogates, line endings left out. */
export const ACTING_CHARACTER =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}\p{Cs}]/u;

/** A line that GitHub, Azure or TeamCity would take for a command. */
export const CI_COMMAND = /^\s*::[A-Za-z]|##[A-Za-z]*\[/mu;
