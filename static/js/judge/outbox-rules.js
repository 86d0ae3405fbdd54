// The outbox's decisions, without a browser: when to send, what to send, what an answer means, and
// what is still to be sent after it. Nothing here changes its arguments.
import { PHASE } from "./phases.js";

// In milliseconds.
const PAUSE = 500;
const LONGEST_PAUSE = 2000;
const FIRST_RETRY = 1000;
export const LONGEST_RETRY = 20000;
const LONGEST_RETRY_AFTER = 60000;
const MAX_AGE_SECONDS = 30 * 24 * 3600;

// Marks of single contestants are there only if any is given.
export const contentOf = ({ marks, personal, comment, state }) =>
  isEmpty(personal) ? { marks, comment, state } : { marks, personal, comment, state };

const isEmpty = (marks) => !marks || Object.keys(marks).every((key) => !marks[key]);

// An empty mark counts as none.
function givenMarks(marks) {
  const keys = Object.keys(marks).filter((key) => marks[key]);
  return JSON.stringify(keys.sort().map((key) => [key, marks[key]]));
}

// Whether two sheets have the same marks and comment, whatever their state.
export const hasSameMarks = (one, other) =>
  givenMarks(one.marks) === givenMarks(other.marks) &&
  givenMarks(one.personal || {}) === givenMarks(other.personal || {}) &&
  (one.comment || "") === (other.comment || "");

const isSame = (one, other) => hasSameMarks(one, other) && one.state === other.state;

// Whether the tablet's marks were changed after this attempt was made from them.
export const isChangedSince = (entry, attempt) => !isSame(JSON.parse(attempt.body), entry);

// Seconds since an entry was written, by this tablet's clock, which may have been changed since.
export const ageInSeconds = (entry, now) =>
  Math.max(0, Math.min(MAX_AGE_SECONDS, Math.floor((now - entry.at) / 1000)));

// Each keystroke postpones sending a little, but never past the deadline that the first one set.
export const sendDeadline = (now) => now + LONGEST_PAUSE;
export const waitForMore = (deadline, now) => Math.max(0, Math.min(PAUSE, deadline - now));

// The wait doubles after each failure, but is at least `least`; `random` (0 to 1) spreads out the
// tablets of a whole event that lost their network at the same instant.
export function waitBeforeRetry(failures, least, random) {
  const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (failures - 1));
  return Math.max(least, wait) * (0.5 + random);
}

// Milliseconds that a Retry-After header asks for.
export const retryAfter = (header) =>
  Math.min(LONGEST_RETRY_AFTER, (Number(header) || 0) * 1000);

// The entry to store for a change. If an earlier state is being sent, its attempt stays in the
// entry, so that the answer can still be matched to it.
export const entryFor = (about, change, base, before, now) => ({
  address: about.address,
  label: about.label,
  page: about.page,
  ...contentOf(change),
  base,
  attempt: before ? before.attempt : null,
  at: now,
});

// A request keeps its key and its bytes until the server has answered it, so that repeating it
// after a lost answer stores nothing twice.
export const attemptFor = (entry, key) => ({
  key,
  body: JSON.stringify({ ...contentOf(entry), base_version: entry.base }),
});

const only = (keys, marks) =>
  Object.fromEntries(keys.filter((key) => key in marks).map((key) => [key, marks[key]]));
const hasNoOther = (keys, marks) => Object.keys(marks).every((key) => keys.includes(key));

// What an entry is on a page that has only these dimensions and contestants: without marks that
// nobody can see or change there, and no longer a submission if a mark of a dimension is missing.
export function fittedTo(keys, entry, contestants = []) {
  const { personal = {} } = entry;
  if (hasNoOther(keys, entry.marks) && hasNoOther(contestants, personal)) return entry;
  const marks = only(keys, entry.marks);
  const isComplete = keys.every((key) => marks[key]);
  const state = isComplete ? entry.state : "draft";
  const fitted = { ...entry, marks, state, attempt: null };
  if (!entry.personal) return fitted;
  return { ...fitted, personal: only(contestants, personal) };
}

export const withoutAttempt = (entry) => ({ ...entry, attempt: null });

// The newest of one sheet's entries, or null if there are none.
export const newestOf = (entries) =>
  entries.reduce((newest, entry) => (newest && newest.at >= entry.at ? newest : entry), null);

export const ANSWER = Object.freeze({
  RECEIPT: "receipt",
  CONFLICT: "conflict",
  INVALID: "invalid",
  CLOSED: "closed",
  SIGNED_OUT: "signed_out",
  GONE: "gone",
  BAD_TOKEN: "bad_token",
  TRY_AGAIN: "try_again",
});

const BY_STATUS = {
  400: ANSWER.BAD_TOKEN,
  401: ANSWER.SIGNED_OUT,
  404: ANSWER.GONE,
  413: ANSWER.INVALID,
  422: ANSWER.INVALID,
  423: ANSWER.CLOSED,
};

// What a response to a write means. `answer` is its JSON, or null if there was none.
export function answerKind(status, answer) {
  if (status === 200 && answer && answer.version) return ANSWER.RECEIPT;
  if (status === 409 && answer && answer.current) return ANSWER.CONFLICT;
  return BY_STATUS[status] || ANSWER.TRY_AGAIN;
}

// What a 422 means for the entry: {phase, entry, errors}. If the judge has typed on since, the
// refusal is about marks that are gone, and what is there now is sent.
export function afterRefusal(entry, attempt, errors) {
  const isOutdated = isChangedSince(entry, attempt);
  return {
    phase: isOutdated ? PHASE.LOCAL : PHASE.REFUSED,
    entry: withoutAttempt(entry),
    errors: isOutdated ? {} : errors,
  };
}

// Fields of a write that no page shows; every other name in a refusal is a dimension or a comment.
const OF_THE_WRITE = ["idempotency_key", "body", "state", "base_version", "marks"];

// What is refused and has no field among `keys`: {isRubric: whether a dimension is meant that the
// page does not know, sentences}.
export function unplacedErrors(errors, keys) {
  const unplaced = Object.keys(errors).filter((key) => key !== "comment" && !keys.includes(key));
  return {
    isRubric: unplaced.some((key) => !OF_THE_WRITE.includes(key)),
    sentences: unplaced.map((key) => errors[key]),
  };
}

// What is still to be sent after a receipt: null, or what was typed since the attempt, now based on
// the version that the receipt names.
export function afterReceipt(entry, attempt, receipt) {
  if (!isChangedSince(entry, attempt)) return null;
  return { ...entry, base: receipt.version, attempt: null };
}

// What to do if another device has written the sheet meanwhile: {phase, entry}. If it wrote the
// same, there is nothing to choose; a submission over the other device's equal draft is sent again.
export function mergeWith(entry, current) {
  if (!hasSameMarks(entry, current)) {
    return { phase: PHASE.CONFLICT, entry: withoutAttempt(entry) };
  }
  if (entry.state === "draft" || current.state === "submitted") {
    return { phase: PHASE.SAVED, entry: null };
  }
  return { phase: PHASE.LOCAL, entry: { ...entry, base: current.version, attempt: null } };
}

// A comment that came with a competition file may be one text in two languages.
export function commentIn(language, comment) {
  if (!comment || typeof comment !== "object") return comment;
  return comment[language.slice(0, 2)] || Object.values(comment)[0];
}

// Whether `one` was written after `other`; if both at the same instant, the one being sent is
// newer.
export function isNewer(one, other) {
  if (!other) return true;
  return one.at === other.at ? Boolean(one.attempt) && !other.attempt : one.at > other.at;
}

// Whether the second copy of an entry is no longer needed: what it holds was declined, replaced or
// received. known: the newest receipt; declined: what the organiser has not accepted; others: the
// same sheet's entries based on other versions.
export function isSettled(entry, { known, declined, others }) {
  if (declined && declined.entry.at === entry.at) return true;
  if (others.some((other) => other.at >= entry.at)) return true;
  return Boolean(known) && known.answer.version > entry.base && isSame(known.sent, entry);
}
