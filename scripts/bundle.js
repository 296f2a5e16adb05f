// Bundles without a word: rolldown's own command lists each chunk, at every log level that still shows warnings.
import { build } from "rolldown";
import configs from "../rolldown.config.js";

// How long a plugin took is no problem of who installs this.
await build(configs.map((config) => ({ ...config, logLevel: "warn", checks: { bundlerTimings: false } })));
