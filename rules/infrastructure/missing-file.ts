import { z } from "zod";
import type { Suggestion } from "../../src/finding.ts";
import type { FileReference } from "../../src/model/references.ts";
import { accountFor } from "../../src/model/references/explained.ts";
import { INSTALLED_FOLDERS, isBareName, isForAnyProject } from "../../src/model/references/any-project.ts";
import { isConventional } from "../../src/model/references/conventions.ts";
import { indexNames, type NameIndex } from "../../src/model/references/names.ts";
import { findNearMiss, nearMissesOfMade, type MadeFile } from "../../src/model/references/near-miss.ts";
import { baseName, parentPath } from "../../src/read/paths.ts";
import { defineRule } from "../../src/rule.ts";
import type { FileTree } from "../../src/workspace.ts";

/**
 * A session that is sent to a file that is not there guesses, or stops. Name
 * the file as it is called, or write down where it comes from: «(to be
 * created)», «if it exists», a step that makes it.
 *
 * Only orders count: «read X», `cat X`, a link, a slash command, a redirection
 * into a folder. Outputs, files that another step or document makes, files of
 * other repositories, placeholders and generated folders are no bugs, nor is
 * what git ignores, and what is copied from a sample that is here.
 *
 * ## Bad
 *
 * ````markdown file=PROMPT.md expect=3:17
 * You are session 2 of the release team.
 *
 * 1. First, read `docs/release-protocol.md`.
 * 2. Do the work.
 * ````
 *
 * ````markdown file=docs/protocols/release-protocol.md
 * # How we release
 * ````
 *
 * ## Good
 *
 * ````markdown file=PROMPT.md
 * You are session 2 of the release team.
 *
 * 1. First, read `docs/protocols/release-protocol.md`.
 * 2. Read `notes/session-1.md`, if it exists.
 * 3. Write your findings to `notes/session-2.md`.
 * ````
 *
 * ````markdown file=docs/protocols/release-protocol.md
 * # How we release
 * ````
 */
export default defineRule({
  summary: "A file, folder, script or slash command that a session is sent to and that is not in the workspace",
  scope: "script",
  severity: "error",
  options: z.strictObject({}),
  messages: {
    noBranch: "The address `{{target}}` is of a branch that this repository does not have",
    sent: "`{{target}}` is not in the workspace, but this text sends its reader there{{hint}}",
    linked: "The link leads to `{{target}}`, which is not in the workspace{{hint}}",
    run: "`{{program}}` reads `{{target}}`, which is not in the workspace{{hint}}",
    entered: "`cd` enters `{{target}}`, which is not in the workspace{{hint}}",
    started: "`{{target}}` is to be run here, but is not in the workspace{{hint}}",
    written: "`{{program}}` writes into `{{target}}`, which is not in the workspace and which no step makes{{hint}}",
    misnamed: "`{{target}}` is not in the workspace and no text makes it: expected `{{path}}`, which line {{line}} of `{{maker}}` makes, or that name there",
    noCommand: "`{{target}}` is no command of this workspace: expected a file `{{path}}`{{hint}}",
    replace: "Replace it with `{{path}}`",
  },
  checkDocument(document, { workspace, report }) {
    if (ARCHIVE.test(document.path)) return;
    const { files, settings } = workspace;
    const names = indexNames(files);
    const isAccountedFor = accountFor(workspace.references);
    const findMade = nearMissesOfMade(workspace.references);
    const isShipped = isShippedFrom(document.path);
    const references = workspace.references.get(document) ?? [];
    const isPortable = isForAnyProject(document.path, references);
    const missing = new Map<string, FileReference[]>();
    for (const reference of references) {
      if (
        !(isMissing(reference, names) || isMisnamed(reference, findMade(reference, document))) ||
        (isShipped && !isAnchored(reference, { folder: parentPath(document.path), files })) ||
        (isPortable && isBareName(reference) && findNearMiss(reference, { names, files }) === undefined) ||
        isAccountedFor(reference, document) ||
        isOfOneMachine(reference, files) ||
        namesFile(reference, settings.blockersFile)
      )
        continue;
      const target = reference.candidates[0]!;
      const mentions = missing.get(target);
      if (mentions) mentions.push(reference);
      else missing.set(target, [reference]);
    }
    for (const [target, [first, ...others]] of missing) {
      const made = findMade(first!, document);
      if (made) {
        const maker = made.document.path;
        report(document, {
          place: first!.place,
          messageId: "misnamed",
          data: { target: first!.text, path: made.name, maker, line: made.place.start.line },
          related: [
            { path: maker, place: made.place, message: `\`${made.name}\` is made here` },
            ...others.map(({ text, place }) => ({ path: document.path, place, message: `\`${text}\` here, too` })),
          ],
        });
        continue;
      }
      const near = findNearMiss(first!, { names, files });
      const data = {
        target: first!.text,
        program: first!.program ?? "",
        path: near ?? target,
        hint: near === undefined ? "" : `; did you mean \`${near}\`?`,
      };
      report(document, {
        place: first!.place,
        messageId: first!.origin === "url" && files.hasFile(target) ? "noBranch" : messageFor(first!),
        // A link is further reading more often than an order.
        ...(first!.origin === "link" && { severity: "warning" as const }),
        data: { ...data, path: target },
        related: others.map(({ text, place }) => ({ path: document.path, place, message: `\`${text}\` here, too` })),
        suggestions: suggest(first!, target, near).map((edits) => ({ messageId: "replace" as const, data, edits })),
      });
    }
  },
});

/** What is kept for the record sends nobody anywhere. */
const ARCHIVE = /(?:^|\/)(?:archived?|archives|old|deprecated|legacy|attic|backups?)\//i;

function isMissing({ use, resolved, candidates: [path], wildcard, kind }: FileReference, names: NameIndex): boolean {
  if ((use !== "read" && use !== "written") || resolved !== undefined || path === undefined || wildcard) return false;
  const isOtherCase = names.named(baseName(path)).some((known) => known.toLowerCase() === path.toLowerCase());
  return kind === "command" || isOtherCase || !isConventional(path, names);
}

/** A file that is merely spoken of, as in «update X», is missing for sure where somebody makes it under a longer name. */
function isMisnamed({ use, resolved, candidates, origin }: FileReference, made: MadeFile | undefined): boolean {
  return made !== undefined && use === "named" && origin !== "command" && resolved === undefined && candidates.length > 0;
}

/**
 * What is installed into other projects speaks of the files of those; of ours
 * only where it names a document in a folder that we have.
 */
function isShippedFrom(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return (
    folders.some((folder) => SHIPPED.has(folder)) ||
    (folders.some((folder) => INSTALLED_FOLDERS.has(folder)) && !folders.some((folder) => folder.startsWith(".")))
  );
}

const SHIPPED = new Set(
  "template templates preset presets example examples fixture fixtures dist src lib internal package packages pkg crates plugin plugins assets resources testdata bench scaffold scaffolds boilerplate".split(
    " ",
  ),
);
/** `cd /home/me/app/data`: what of it git does not have, that machine may have all the same. */
function isOfOneMachine({ program, text, candidates: [path = ""] }: FileReference, files: FileTree): boolean {
  return program === "cd" && /^[/~]/.test(text) && !files.hasFolder(parentPath(path));
}

function isAnchored({ kind, origin, text, candidates: [path = ""] }: FileReference, { folder, files }: { folder: string; files: FileTree }): boolean {
  if (kind === "command") return true;
  // What says the whole way to its own folder speaks of this repository.
  if (kind === "file" && folder.includes("/") && path.startsWith(`${folder}/`) && text.startsWith(`${folder}/`)) return true;
  return (
    kind === "file" &&
    origin !== "command" &&
    /\.(?:md|mdx|markdown|txt)$/i.test(path) &&
    path.includes("/") &&
    files.hasFolder(path.slice(0, path.indexOf("/")))
  );
}

function namesFile({ text }: FileReference, name: string): boolean {
  return text === name || text.endsWith(`/${name}`);
}

function messageFor({ origin, use, program }: FileReference) {
  if (origin === "slash-command") return "noCommand";
  if (origin === "link") return "linked";
  if (origin !== "command") return "sent";
  if (program === undefined) return "started";
  if (program === "cd") return "entered";
  return use === "written" ? "written" : "run";
}

/** Only where what is written is the path from the root, so that the new one is right as it is. */
function suggest({ text, place }: FileReference, target: string, near: string | undefined): Suggestion["edits"][] {
  return near !== undefined && text === target ? [[{ place, text: near }]] : [];
}
