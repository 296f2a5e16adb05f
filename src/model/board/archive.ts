/** Whether a file or a part of one keeps what is over: nobody claims from it. */
export function isArchive(path: string, titles: readonly string[]): boolean {
  return (
    path
      .split("/")
      .slice(0, -1)
      .some((folder) => ARCHIVE_FOLDER.test(folder)) || titles.some((title) => ARCHIVE_TITLE.test(title))
  );
}

const ARCHIVE_FOLDER = /^(?:archived?|archives|old|history|completed|done|closed)$/i;
const ARCHIVE_TITLE =
  /\b(?:archived?|history|historical|previous|past|superseded|obsolete|retired|logs?|journal|changelog)\b|^[^\p{L}]*(?:recently )?(?:completed|done|finished|closed|merged)\b/iu;
