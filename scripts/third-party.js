// A rolldown plugin: writes the licence of every package that is in the bundle beside it, as the licences ask.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @returns {import("rolldown").Plugin} */
export function thirdPartyLicences() {
  return {
    name: "third-party-licences",
    generateBundle(_, bundle) {
      const folders = new Set();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of chunk.moduleIds) {
          const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/"));
          if (folder) folders.add(folder[0]);
        }
      }
      const texts = [...folders].map(describe).sort();
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENCES.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
