import { defineConfig } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { isAskedFor, lazyBuiltins } from "./scripts/lazy-builtins.js";
import { thirdPartyLicences } from "./scripts/third-party.js";

/** The program cannot `import()` once it comes from V8's cache; its launcher hands it a function that can (`src/launch/program.ts`). */
const importByLauncher = () => ({
  name: "import-by-launcher",
  load: (id) => (/[/\\]src[/\\]read[/\\]import-module\.ts$/.test(id) ? "export const importModule = (url) => importByLauncher(url);" : null),
});

// Outside stay the native builds of satteri, of which the installer chooses one.
const external = [/^node:/, /^@bruits\/satteri-/];
// jsonc-parser has its modules in `module`, and only a UMD build in `main`.
const resolve = { mainFields: ["module", "main"] };

export default defineConfig([
  // The program is one file: loading a hundred small ones costs more start-up time than all of our own work on one prompt.
  {
    input: "src/cli.ts",
    platform: "node",
    external: (id, importer) => isAskedFor(id, importer) || external[1].test(id),
    resolve,
    plugins: [lazyBuiltins(), importByLauncher(), thirdPartyLicences()],
    output: { file: "dist/program.cjs", format: "cjs", charset: "ascii", codeSplitting: false, minify: true },
  },
  {
    input: "src/launch/bin.ts",
    platform: "node",
    external,
    output: { file: "dist/cli.js", format: "esm", minify: true },
  },
  {
    input: { index: "src/index.ts" },
    platform: "node",
    external,
    resolve,
    output: { dir: "dist", format: "esm", chunkFileNames: "chunks/[name]-[hash].js", minify: true },
  },
  {
    input: { index: "src/index.ts" },
    platform: "node",
    external: [...external, "zod"],
    plugins: [dts({ emitDtsOnly: true, resolve: ["unbash", /^@types\//, "mdast", "unist"] })],
    output: { dir: "dist", format: "esm" },
  },
]);
