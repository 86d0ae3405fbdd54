// Reads the clocks in a JSON list of [state, instant] as a page does; for tests/match_clock.
// node read-clocks.mjs FILE: prints a list of {phase, next, isRunning, parties, figures}.
import { readFileSync } from "node:fs";

import { figure, readClock } from "../../static/js/shared/clock-reading.js";

const read = ([state, at]) => {
  const clock = readClock(state, at);
  return { ...clock, figures: clock.parties.map(({ left }) => figure(left)) };
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf-8")).map(read)));
