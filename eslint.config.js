import { builtinModules } from "node:module";
import eslint from "@eslint/js";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "fixtures/", "node_modules/", "coverage/", ".stryker-tmp/"] },
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  regexp.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js", "scripts/*.js"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `!` stands where the code around it makes sure; noUncheckedIndexedAccess asks for many.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      // The text of files is hostile: our own expressions must be linear on it.
      "regexp/no-super-linear-backtracking": "error",
      "regexp/no-super-linear-move": ["error", { ignoreSticky: true, report: "certain" }],
      // Matters of taste, or of a bounded quantifier that is fast either way.
      "regexp/no-contradiction-with-assertion": "off",
      "regexp/use-ignore-case": "off",
      "regexp/no-obscure-range": "off",
      "regexp/prefer-d": "off",
      "regexp/match-any": "off",
      "regexp/optimal-quantifier-concatenation": "off",
      // Interfaces here are plain data with functions; nothing has a `this`.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/require-await": "off",
      "no-control-regex": "off",
      "no-irregular-whitespace": "off",
    },
  },
  {
    // The core has to run in a browser one day: a disk and a process are for `read`, `config`, `cli` and the API.
    files: ["src/*.ts", "src/{checklist,model,parse,patterns,shell}/**", "rules/**"],
    ignores: ["src/cli.ts", "src/api.ts"],
    rules: {
      "no-restricted-imports": ["error", { paths: builtinModules.map((name) => ({ name })), patterns: ["node:*"] }],
      "no-restricted-globals": ["error", "process", "Buffer", "require", "__dirname", "global", "setImmediate"],
    },
  },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: { URL: "readonly" } } },
  // Tests meet no hostile text but their own.
  { files: ["test/**", "scripts/**"], rules: { "regexp/no-super-linear-move": "off", "regexp/no-super-linear-backtracking": "off" } },
);
