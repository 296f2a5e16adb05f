// Rounds of 1, 2 and 7 sessions that follow the prompt of `init` at the same time: `npm run rehearse-init -- --rounds 20`.
import { parseArgs } from "node:util";
import { findFaults, runSessions, setStage, strike } from "../test/init/harness.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "20" }, sessions: { type: "string", multiple: true, default: ["1", "2", "7"] } },
});
const rounds = Number(values.rounds);

let failures = 0;
for (let round = 1; round <= rounds; round++) {
  for (const count of values.sessions.map(Number)) {
    const stage = setStage({ sessions: Math.max(3, count) });
    const faults = findFaults(stage, await runSessions(stage, count));
    strike(stage);
    if (faults.length > 0) failures++;
    console.log(`round ${round}, ${count} at the same time: ${faults.length === 0 ? "each entry done by exactly one" : faults.join("; ")}`);
  }
}
console.log(`${rounds} rounds, ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
