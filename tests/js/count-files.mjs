// Counts every stage of the files in a JSON list with the second count; for tests/scoring.
// node count-files.mjs FILE: prints a list of {stage: {counted, digest}} or {not_counted}.
import { readFileSync } from "node:fs";

import { NotCounted } from "../../static/js/organiser/recount/known.js";
import { countStage, digestOf } from "../../static/js/organiser/recount/recount.js";

const count = (document) => {
  const found = {};
  for (const { key } of document.stages) {
    try {
      const counted = countStage(document, key);
      found[key] = { counted, digest: digestOf(counted) };
    } catch (error) {
      if (!(error instanceof NotCounted)) throw error;
      found[key] = { not_counted: error.message };
    }
  }
  return found;
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf-8")).map(count)));
