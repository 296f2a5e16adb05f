import { defineConfig } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { thirdPartyLicences } from "./scripts/third-party.js";

// One bundle: loading a hundred small files costs more start-up time than all of our own work on one prompt.
// satteri stays outside, its native build is chosen when it is installed.
const external = [/^node:/, "satteri"];

export default defineConfig([
  {
    input: { cli: "src/cli.ts", index: "src/index.ts" },
    platform: "node",
    external,
    // jsonc-parser has its modules there, and only a UMD build in `main`.
    resolve: { mainFields: ["module", "main"] },
    plugins: [thirdPartyLicences()],
    output: { dir: "dist", format: "esm", chunkFileNames: "chunks/[name]-[hash].js", minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } } },
  },
  {
    input: { index: "src/index.ts" },
    platform: "node",
    external: [...external, "zod"],
    plugins: [dts({ emitDtsOnly: true, resolve: ["unbash", /^@types\//, "mdast", "unist"] })],
    output: { dir: "dist", format: "esm" },
  },
]);
