import { defineConfig } from "rolldown";

// What is measured is what ships: bundled, without the wrappers that a loader puts around each function.
export default defineConfig({
  input: "scripts/bench-shell.ts",
  platform: "node",
  external: [/^node:/, /^@bruits\/satteri-/],
  resolve: { mainFields: ["module", "main"] },
  output: { dir: "node_modules/.cache/bench", format: "esm" },
});
