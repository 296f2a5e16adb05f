// A rolldown plugin for CommonJS output: loads Node's own modules where they are first used, not all at the start of the program.

const PREFIX = "\0builtin:";

/** What stays outside of the bundle besides: those of Node that the plugin asks for itself. */
export const isAskedFor = (id, importer) => id.startsWith("node:") && (importer ?? "").startsWith(PREFIX);

/** @returns {import("rolldown").Plugin} */
export function lazyBuiltins() {
  return {
    name: "lazy-builtins",
    resolveId(source, importer) {
      return source.startsWith("node:") && !isAskedFor(source, importer) ? PREFIX + source : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const name = JSON.stringify(id.slice(PREFIX.length));
      // 8 ms, of which commander uses nothing here: it starts the programs of subcommands with it.
      if (id.endsWith(":child_process")) return `for (const name of ["spawn", "spawnSync"]) exports[name] = (...args) => require(${name})[name](...args);`;
      return `module.exports = require(${name});`;
    },
  };
}
