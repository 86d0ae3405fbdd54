// Converts the outbox's entries and receipts to the sheets of a rescue bundle and back, without a
// browser.
import { canonical, digest } from "../shared/rescue-bundle.js";
import { contentOf, hasSameMarks } from "./outbox-rules.js";

const KEY = /^[a-z0-9-]{1,64}$/;

// An instant as a bundle writes it; null if it is invalid.
function isoTime(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const record = ({ match, team }, content, more) => ({
  match,
  team,
  marks: content.marks || {},
  ...(Object.values(content.personal || {}).some(Boolean) ? { personal: content.personal } : {}),
  comment: typeof content.comment === "string" ? content.comment : "",
  state: content.state === "submitted" ? "submitted" : "draft",
  ...more,
});

// A write keeps the key that it was sent with. One that never had a key gets one computed from its
// contents, so that the same sheet by file and by code is the same write.
const withKey = (judge, sheet, key) => ({
  ...sheet,
  key: key || digest(canonical([judge, sheet])).slice(0, 32),
});

// A receipt as [sheet], or [] if it is not valid.
function receivedSheet(judge, place, { answer, sent, key }) {
  if (!answer || !sent || !(answer.version > 0)) return [];
  const sheet = record(place, sent, {
    base_version: answer.version - 1,
    written_at: isoTime(answer.stored_at),
    version: answer.version,
    receipt: String(answer.receipt || ""),
  });
  return [withKey(judge, sheet, key)];
}

function bodyOf({ attempt }) {
  try {
    return JSON.parse(attempt.body);
  } catch {
    return null;
  }
}

// An entry as up to two sheets: the attempt under way, and what was typed since.
function unsentSheets(judge, place, entry) {
  if (!entry.marks) return [];
  const writtenAt = isoTime(entry.at);
  const own = record(place, entry, { base_version: entry.base || 0, written_at: writtenAt });
  const body = bodyOf(entry);
  if (!body) return [withKey(judge, own)];
  const tried = record(place, body, {
    key: entry.attempt.key,
    base_version: body.base_version,
    written_at: writtenAt,
  });
  const isSame = hasSameMarks(tried, own) && tried.state === own.state;
  return isSame ? [tried] : [tried, withKey(judge, own)];
}

// A bundle's sheets: receipts first, then what is unsent, the oldest first. received, unsent:
// [{match, team, kept}] with `kept` as stored.
export function sheetsHeld(judge, received, unsent) {
  const oldestFirst = [...unsent].sort((one, other) => one.kept.at - other.kept.at);
  return [
    ...received.map((each) => receivedSheet(judge, each, each.kept)),
    ...oldestFirst.map((each) => unsentSheets(judge, each, each.kept)),
  ]
    .reduce((all, sheets) => all.concat(sheets), [])
    .filter(({ match, team }) => KEY.test(match) && KEY.test(team));
}

// The newest state of each sheet: a bundle holds every state, the oldest first.
export const newestStates = (sheets) =>
  sheets.filter(
    ({ match, team }, at) =>
      !sheets.slice(at + 1).some((later) => later.match === match && later.team === team),
  );

const isSheet = (sheet) =>
  sheet &&
  KEY.test(sheet.match) &&
  KEY.test(sheet.team) &&
  typeof sheet.key === "string" &&
  sheet.marks &&
  typeof sheet.marks === "object" &&
  sheet.base_version >= 0;

// An entry for the outbox: `first` is the attempt under way, `last` what was typed since, or the
// same.
function entryOf(competition, first, last) {
  const place = `${last.match}/${last.team}`;
  const body = { ...contentOf(first), base_version: first.base_version };
  return {
    address: `/api/v1/competitions/${competition}/sheets/${place}`,
    page: `/judge/matches/${last.match}`,
    ...contentOf(last),
    base: first.base_version,
    attempt: { key: first.key, body: JSON.stringify(body) },
    at: Date.parse(last.written_at) || Date.now(),
  };
}

// A bundle's sheets as this tablet stores them, each with place "match/team": {received: [{place,
// known}], unsent: [{place, match, team, entry}]}, the entries without label.
export function entriesFromBundle(sheets, competition) {
  const received = [];
  const groups = new Map();
  for (const sheet of sheets.filter(isSheet)) {
    const place = `${sheet.match}/${sheet.team}`;
    if (sheet.version) {
      const { version, receipt, state, written_at: storedAt, key } = sheet;
      const answer = { version, receipt, state, stored_at: storedAt };
      received.push({ place, known: { answer, sent: contentOf(sheet), key } });
    } else {
      groups.set(place, [...(groups.get(place) || []), sheet]);
    }
  }
  const unsent = Array.from(groups, ([place, group]) => {
    const last = group[group.length - 1];
    const tried = group[group.length - 2];
    // An attempt and what was typed since are two states of one entry.
    const first = tried && tried.base_version === last.base_version ? tried : last;
    const { match, team } = last;
    return { place, match, team, entry: entryOf(competition, first, last) };
  });
  return { received, unsent };
}
