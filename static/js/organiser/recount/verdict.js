// What the second count says of a file: equal, not equal and where, or not counted.
import { NotCounted } from "./known.js";
import { compareStages, countStage, digestOf } from "./recount.js";

export const short = (digest) => `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;

const placeOf = (texts, row) => {
  if (!row || !("rank" in row)) return texts.no_place;
  return texts.place.replace("%(rank)s", row.rank).replace("%(total)s", row.total);
};

const readFile = (text) => {
  const document = JSON.parse(text.replace(/^\ufeff/, ""));
  if (!document || !Array.isArray(document.stages)) throw new SyntaxError("no competition file");
  return document;
};

// `server` has the stage and digest of the page, and the texts; `text` is the file's.
export const verdictOf = (server, stageKey, text) => {
  const { texts } = server;
  let counted;
  try {
    counted = countStage(readFile(text), stageKey);
  } catch (error) {
    if (error instanceof NotCounted) {
      return { kind: "waiting", text: texts.not_counted.replace("%(what)s", error.message) };
    }
    return { kind: "bad", text: texts.unreadable };
  }
  if (!counted) return { kind: "bad", text: texts.other_stage };
  const digest = digestOf(counted);
  const rows = compareStages(server.stage, counted).map((row) => ({
    team: row.team,
    isEqual: row.isEqual,
    here: placeOf(texts, row.here),
    second: placeOf(texts, row.second),
  }));
  // The digest is over everything that is signed; the rows say where it differs.
  const isEqual = digest === server.digest && rows.every((row) => row.isEqual);
  return {
    kind: isEqual ? "good" : "bad",
    text: isEqual ? texts.equal : texts.differs,
    digest,
    rows,
  };
};
