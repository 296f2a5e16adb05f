import { defineConfig } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { thirdPartyLicences } from "./scripts/third-party.js";

// One bundle: loading a hundred small files costs more start-up time than all of our own work on one prompt.
// Outside stay the native builds of satteri, of which the installer chooses one.
const external = [/^node:/, /^@bruits\/satteri-/];

export default defineConfig([
  {
    input: { cli: "src/cli.ts", index: "src/index.ts" },
    platform: "node",
    external,
    // jsonc-parser has its modules there, and only a UMD build in `main`.
    resolve: { mainFields: ["module", "main"] },
    plugins: [thirdPartyLicences()],
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
