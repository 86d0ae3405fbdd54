// Sends one sheet: every change is first stored on the tablet, then sent until the server's receipt
// arrives; only the receipt removes it. What comes too late is offered to the organiser, who
// decides.
import { fetchWithin } from "../shared/fetch-within.js";
import { randomHex } from "../shared/random-hex.js";
import { keepDeclined } from "./declined-marks.js";
import { announce } from "./events.js";
import { formToken, renewFormToken } from "./form-token.js";
import * as rules from "./outbox-rules.js";
import { PHASE } from "./phases.js";
import * as storage from "./storage.js";
import { outboxKey, outboxKeysOf, receiptKey, sheetName } from "./storage-keys.js";

const { ANSWER } = rules;
// In milliseconds.
const TIMEOUT = 10000;
const SOON = 500;
const ASK_DECISION_AGAIN = 5000;
const OFFER_AGAIN = 20000;
const OTHER_PAGE_FIRST = 5000;

export class SheetSync {
  // about: {judge: "competition/judge", match, team, address, label, version, page}; changed(this)
  // is called after every change of phase.
  constructor(about, changed) {
    this.about = about;
    this.changed = changed;
    this.name = sheetName(about.judge, about.match, about.team);
    this.base = about.version;
    this.entry = null; // What is not acknowledged.
    this.phase = PHASE.IDLE;
    this.answer = null; // The newest receipt.
    this.current = null; // In a conflict, what the server has.
    this.why = ""; // Why the sheet is closed.
    this.errors = {}; // Of a refused sheet, by dimension.
    this.lateAnswer = null; // Of a sheet that came too late: {decision, arrived_at, reason, …}
    this.failures = 0;
    this.timer = 0;
    this.deadline = 0;
    this.busy = false;
  }

  // Loads what an earlier page left unsent; true if there is something. What was offered to the
  // organiser is on its way again if the sheet can be written by now.
  restore({ isWritable } = {}) {
    const kept = storage.keysWith(outboxKeysOf(this.name)).map(storage.read).filter(Boolean);
    const entry = rules.newestOf(kept);
    if (!entry) return false;
    this.entry = entry;
    this.base = entry.base;
    this.lateAnswer = (!isWritable && entry.offered) || null;
    this.move(this.lateAnswer ? PHASE.OFFERED : PHASE.LOCAL);
    return true;
  }

  // The page's rubric is not the one under which the entry was written.
  fitTo(keys, contestants) {
    const fitted = rules.fittedTo(keys, this.entry, contestants);
    if (fitted !== this.entry) this.keep(fitted);
  }

  // An earlier page has already got the receipt.
  assume(receipt) {
    this.answer = receipt;
    this.phase = PHASE.SAVED;
  }

  // Keep a change and send it soon, or at once.
  write(change, { atOnce }) {
    this.keep(rules.entryFor(this.about, change, this.base, this.entry, Date.now()));
    if (this.phase === PHASE.CONFLICT) return;
    this.errors = {};
    this.lateAnswer = null;
    if (!this.busy) this.move(PHASE.LOCAL);
    const now = Date.now();
    if (!this.deadline) this.deadline = rules.sendDeadline(now);
    this.schedule(atOnce ? 0 : rules.waitForMore(this.deadline, now));
  }

  // The judge has chosen between two versions: the choice is written over the server's.
  choose(change) {
    this.base = this.current.version;
    this.current = null;
    this.phase = PHASE.LOCAL;
    this.entry = rules.withoutAttempt(this.entry);
    this.write(change, { atOnce: true });
  }

  // Replaces what is stored. The old entry is removed only once the new one is there.
  keep(entry) {
    const before = this.entry && outboxKey(this.name, this.entry.base);
    const after = entry && outboxKey(this.name, entry.base);
    this.entry = entry;
    if (entry) storage.write(after, entry);
    if (before && before !== after) storage.remove(before);
  }

  move(phase) {
    this.phase = phase;
    this.changed(this);
    announce("moved");
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send({ leaving: false }), wait);
  }

  retry(least = 0) {
    this.failures += 1;
    this.schedule(rules.waitBeforeRetry(this.failures, least, Math.random()));
  }

  send({ leaving }) {
    clearTimeout(this.timer);
    if (this.busy || !this.entry || this.phase === PHASE.CONFLICT) return;
    this.deadline = 0;
    if (!this.entry.attempt) {
      this.keep({ ...this.entry, attempt: rules.attemptFor(this.entry, randomHex(16)) });
    }
    const { address, attempt } = this.entry;
    this.busy = true;
    if (this.phase !== PHASE.OFFERED) this.move(PHASE.SAVING);
    this.put(address, attempt, attempt.body, leaving, (response, answer) =>
      this.handle(response, answer, attempt),
    );
  }

  // Sends to the server; `handle(response, answer or null)` is called once it has answered.
  async put(address, attempt, body, leaving, handle) {
    this.busy = true;
    const options = {
      method: "PUT",
      body,
      credentials: "same-origin",
      cache: "no-store",
      keepalive: leaving,
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": attempt.key,
        "X-CSRFToken": formToken(),
        "X-Accord-Judge": this.about.judge,
      },
    };
    let response;
    let answer;
    try {
      [response, answer] = await fetchWithin(TIMEOUT, address, options, async (given) => [
        given,
        await given.json().catch(() => null),
      ]);
    } catch {
      this.busy = false;
      this.move(this.lateAnswer ? PHASE.OFFERED : PHASE.WAITING);
      this.retry();
      return;
    }
    this.busy = false;
    handle(response, answer);
  }

  handle(response, answer, attempt) {
    switch (rules.answerKind(response.status, answer)) {
      case ANSWER.RECEIPT:
        return this.receive(answer, attempt);
      case ANSWER.CONFLICT:
        return this.merge(answer.current);
      case ANSWER.INVALID:
        return this.refuse((answer && answer.errors) || {}, attempt);
      case ANSWER.CLOSED:
        return this.offer((answer && answer.message) || "", attempt);
      case ANSWER.SIGNED_OUT:
        this.move(PHASE.SIGNED_OUT);
        return this.retry(rules.LONGEST_RETRY);
      // Where the judge was replaced, the organiser decides what counts of what was unsent.
      case ANSWER.GONE:
        return this.offer("", attempt);
      case ANSWER.BAD_TOKEN:
        renewFormToken().catch(() => {});
        break;
      default:
    }
    this.move(PHASE.WAITING);
    return this.retry(rules.retryAfter(response.headers.get("Retry-After")));
  }

  receive(receipt, attempt) {
    const sent = rules.contentOf(JSON.parse(attempt.body));
    this.failures = 0;
    this.errors = {};
    this.answer = receipt;
    this.lateAnswer = null;
    this.base = receipt.version;
    storage.write(receiptKey(this.name), { answer: receipt, sent, key: attempt.key });
    this.keep(rules.afterReceipt(this.entry, attempt, receipt));
    this.move(this.entry ? PHASE.LOCAL : PHASE.SAVED);
    announce("stored");
    if (this.entry) this.schedule(SOON);
  }

  refuse(errors, attempt) {
    const after = rules.afterRefusal(this.entry, attempt, errors);
    this.keep(after.entry);
    this.errors = after.errors;
    this.move(after.phase);
    if (after.phase === PHASE.LOCAL) this.schedule(0);
  }

  // Another device has written the sheet meanwhile.
  merge(found) {
    const comment = rules.commentIn(document.documentElement.lang, found.comment);
    const current = { ...found, comment };
    const merged = rules.mergeWith(this.entry, current);
    this.keep(merged.entry);
    if (merged.phase === PHASE.CONFLICT) {
      this.current = current;
      this.move(PHASE.CONFLICT);
      return;
    }
    this.base = current.version;
    this.current = null;
    if (merged.entry) {
      this.schedule(0);
      return;
    }
    this.answer = current;
    this.move(PHASE.SAVED);
  }

  // The sheet is closed, or no longer this judge's: the marks stay on the tablet, and are offered to
  // the organiser.
  offer(why, attempt) {
    this.why = why;
    if (rules.isChangedSince(this.entry, attempt)) {
      // Offer the tablet's newest marks, not those of the attempt.
      this.keep(rules.withoutAttempt(this.entry));
      this.move(why ? PHASE.TOO_LATE : PHASE.GONE);
      this.schedule(SOON);
      return;
    }
    if (this.phase !== PHASE.OFFERED) this.move(why ? PHASE.TOO_LATE : PHASE.GONE);
    const age = rules.ageInSeconds(this.entry, Date.now());
    const body = JSON.stringify({ ...JSON.parse(attempt.body), age_seconds: age });
    this.put(`${this.entry.address}/late`, attempt, body, false, (response, answer) =>
      this.handleOffer(response, answer, attempt),
    );
  }

  handleOffer(response, answer, attempt) {
    if (response.status !== 200 || !answer) {
      const isGone = rules.answerKind(response.status, answer) === ANSWER.GONE;
      this.move(isGone ? PHASE.GONE : PHASE.TOO_LATE);
      return this.retry(isGone ? rules.LONGEST_RETRY : OFFER_AGAIN);
    }
    // Written after the closing: the organiser is not asked; a reopening lets it in.
    if (answer.decision === "after_close") {
      this.why = answer.message;
      this.move(PHASE.TOO_LATE);
      return this.retry(OFFER_AGAIN);
    }
    this.lateAnswer = answer;
    this.failures = 0;
    if (answer.receipt) return this.receive(answer.receipt, attempt);
    if (answer.decision === "declined") {
      keepDeclined(this.name, this.entry, answer);
      this.keep(null);
      return this.move(PHASE.DECLINED);
    }
    // Open again: the next try is an ordinary write.
    if (answer.decision === "open") return this.retry(0);
    this.keep({ ...this.entry, offered: answer });
    this.move(PHASE.OFFERED);
    return this.retry(ASK_DECISION_AGAIN);
  }

  // Another page of this browser changed or sent the same sheet: true if this page follows it.
  follow(event) {
    const ours = event.key && event.key.startsWith(outboxKeysOf(this.name));
    if (!ours || this.busy) return false;
    if (event.newValue) {
      this.entry = JSON.parse(event.newValue);
      this.base = this.entry.base;
      this.move(PHASE.LOCAL);
      this.schedule(OTHER_PAGE_FIRST);
      return true;
    }
    const known = storage.read(receiptKey(this.name));
    if (!known || storage.keysWith(outboxKeysOf(this.name)).length) return false;
    clearTimeout(this.timer);
    this.entry = null;
    this.answer = known.answer;
    this.base = known.answer.version;
    this.move(PHASE.SAVED);
    return true;
  }
}
