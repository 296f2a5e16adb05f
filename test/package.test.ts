import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "scripts" | "dependencies" | "optionalDependencies" | "devDependencies",
  Record<string, string>
>;

describe("the package", () => {
  test("runs nothing where it is installed", () => {
    for (const name of ["preinstall", "install", "postinstall"]) expect(manifest.scripts).not.toHaveProperty(name);
  });

  test("has a reason for each package in docs/dependencies.md", () => {
    const page = readFileSync("docs/dependencies.md", "utf8");
    const patterns = [...page.matchAll(/`([^`\s]+)`/g)].map(([, name]) => new RegExp(`^${name!.replace(/[.+?^$()[\]{}|\\]/g, "\\$&").replaceAll("*", ".*")}$`));
    const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies });
    expect(names.filter((name) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
  });
});

interface Workflow {
  permissions: unknown;
  jobs: Record<string, { permissions?: unknown; steps: { uses?: string; run?: string }[] }>;
}

describe.each(readdirSync(".github/workflows"))("the workflow %s", (name) => {
  const text = readFileSync(`.github/workflows/${name}`, "utf8");
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("names actions of others by a commit", () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });

  test("may do no more than it has to, and puts no text of others into a shell", () => {
    expect(workflow.permissions).toSatisfy((value: object) => Object.values(value).every((level) => level === "read"));
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });
});
