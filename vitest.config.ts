import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Properties and differential tests run thousands of cases; a limit is there for hangs only.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
