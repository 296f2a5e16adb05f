// Builds the package where npm has cloned it: for `npm install` of a git address, and so for pre-commit.
// `npm install --global` of one hands `global` on to the install that it runs in the clone, which then installs no build tools there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";

const isGlobal = process.env.npm_config_global === "true";
const steps = [
  ...(isGlobal && !existsSync("node_modules/rolldown") ? ["npm install --include=dev --ignore-scripts --no-save --no-audit --no-fund"] : []),
  "npm run build",
];
for (const step of steps) {
  const { status } = spawnSync(step, { shell: true, stdio: "inherit", env: { ...process.env, npm_config_global: "false" } });
  if (status !== 0) process.exit(status ?? 1);
}
