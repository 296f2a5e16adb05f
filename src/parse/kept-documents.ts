import { type Document, type KeptParse } from "../document.ts";
import { createSource } from "../source.ts";
import type { Steps } from "../steps.ts";
import { formatOf, parseDocument, type Parsers, type TextFile } from "./document.ts";

/**
 * So much text stays parsed as a whole, in UTF-16 units. A parsed text takes
 * some fifty times its length, so that ten thousand prompts would not fit.
 */
const FITTING = 4_000_000;
/** Of more, so much stays parsed at a time: what one document needs of others. */
const ROOM = 100_000;

/**
 * The documents of a workspace. Where they do not all fit, each is parsed when
 * something of it is asked for; what was parsed is forgotten at a rest, and
 * parsed again when it is asked for again. Texts always stay.
 * A rest is where nothing is held of any document: `tidy`.
 */
export function keepDocuments(files: readonly TextFile[], parsers: Parsers, room: number = FITTING): Document[] {
  const shelf = new Shelf(Math.min(room, ROOM));
  return files.map((file) => shelf.put(file, parsers));
}

/** Whether all of the texts can stay parsed: then they are parsed at once. */
export function fitTogether(files: readonly TextFile[], room: number = FITTING): boolean {
  return files.reduce((sum, { text }) => sum + text.length, 0) <= room;
}

/** Parses all of them, to stay parsed. */
export function* parsingSteps(files: readonly TextFile[], parsers: Parsers): Steps<Document[]> {
  const documents: Document[] = [];
  for (const file of files) {
    documents.push(parseDocument(file, parsers));
    yield;
  }
  return documents;
}

class Shelf {
  private readonly parsed = new Map<object, { document: Document; isUsed: boolean; length: number }>();
  private length = 0;

  constructor(private readonly room: number) {}

  put(file: TextFile, parsers: Parsers): Document {
    const source = createSource(file.path, file.text);
    const key = {};
    // Few and short: they stay.
    let faults: Document["faults"] | undefined;
    const open = (): Document => {
      const known = this.parsed.get(key);
      if (known) {
        known.isUsed = true;
        return known.document;
      }
      const document = parseDocument(file, parsers);
      faults = document.faults;
      this.parsed.set(key, { document, isUsed: true, length: file.text.length });
      this.length += file.text.length;
      return document;
    };
    const kept: KeptParse = {
      lifetime: open,
      tidy: () => this.tidy(),
    };
    // The getters are its own, so that a copy with other passages has the rest.
    return {
      path: file.path,
      source,
      format: formatOf(file.path),
      kept,
      get tree() {
        return open().tree;
      },
      get sections() {
        return open().sections;
      },
      get passages() {
        return open().passages;
      },
      get scripts() {
        return open().scripts;
      },
      get data() {
        return open().data;
      },
      get faults() {
        return faults ?? open().faults;
      },
    };
  }

  private forget(key: object): void {
    this.length -= this.parsed.get(key)?.length ?? 0;
    this.parsed.delete(key);
  }

  /** The longest unused goes first: what was used since the last time gets a second chance. */
  private tidy(): void {
    const entries = [...this.parsed];
    for (const [key, entry] of entries) {
      if (this.length <= this.room) return;
      if (entry.isUsed) {
        this.parsed.delete(key);
        this.parsed.set(key, entry);
      } else this.forget(key);
      entry.isUsed = false;
    }
    for (const key of [...this.parsed.keys()]) {
      if (this.length <= this.room) return;
      this.forget(key);
    }
  }
}

/** A rest: nothing that is held of any document is used again. */
export function tidy([first]: readonly Document[]): void {
  first?.kept?.tidy();
}
