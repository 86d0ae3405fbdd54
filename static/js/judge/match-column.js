// One team's column of a match: its fields, if it can be edited, and the sending of its sheet.
import { ConflictChoice } from "./conflict.js";
import { isCachedPage } from "./page-state.js";
import { dismissDeclined } from "./declined-marks.js";
import { hasEnded, isClosed, PHASE } from "./phases.js";
import { SheetFields } from "./sheet-fields.js";
import { SheetSync } from "./sheet-sync.js";
import * as storage from "./storage.js";
import { receiptKey, sheetName, typedKey } from "./storage-keys.js";
import { UnsyncedMarks } from "./unsynced-marks.js";

// A cached page may be older than the newest receipt that this tablet has for its sheet.
function newerReceipt(name, version) {
  const known = isCachedPage() ? storage.read(receiptKey(name)) : null;
  return known && known.answer.version > version ? known : null;
}

export class MatchColumn {
  // match: a Match; about: one of the sheets in the page's data.
  constructor(match, about) {
    const { form, state, judge, outbox } = match;
    const known = newerReceipt(sheetName(judge, state.match, about.team), about.version);
    this.match = match;
    this.about = about;
    this.section = form.querySelector(`[data-sheet="${about.team}"]`);
    this.stored = about.state; // The state of the newest version that the server has.
    this.counting = about.counting; // {version, total} of what counts, or null.
    this.isClosed = false;
    this.isLockedWithRound = false; // Because the round is closed.
    this.isLockedAlone = false; // Because the organiser has locked this sheet.
    this.wasRefused = false;
    this.announced = "";
    this.hasConflict = false;
    this.isSubmitted = false; // The judge has pressed the button and is waiting.
    this.isReady = false;
    this.sync = outbox.add(
      new SheetSync(
        {
          judge,
          match: state.match,
          team: about.team,
          address: about.address,
          label: this.section.querySelector("h2").textContent,
          page: window.location.pathname,
          version: known ? known.answer.version : about.version,
        },
        () => this.isReady && this.show(),
      ),
    );
    this.unsynced = new UnsyncedMarks(this.section, state, about.contestants);
    this.fields = null;
    this.choice = null;
    if (this.section.querySelector("[data-marks]")) this.addFields(known);
    this.isRestored = this.sync.restore({ isWritable: Boolean(this.fields) });
  }

  addFields(known) {
    const state = { ...this.match.state, contestants: this.about.contestants };
    const lastMark = (key) => this.match.lastMark(key, this);
    this.fields = new SheetFields(this.section, state, lastMark, () => this.edited());
    this.choice = new ConflictChoice(this.section, state, (content) => {
      this.fields.fill(content);
      this.sync.choose(content);
    });
    if (!known) return;
    this.fields.fill(known.sent);
    this.sync.assume(known.answer);
    this.noteReceipt(known.answer);
  }

  // The page shows a submitted sheet, but the tablet has an unsent change to it.
  get needsFields() {
    return this.isRestored && this.about.mode === "submitted" && !isCachedPage();
  }

  // Not submitted before the round closed.
  get isMissing() {
    return this.isLockedWithRound && this.stored !== "submitted";
  }

  // Nothing can be typed here now.
  get isReadOnly() {
    return this.isClosed || this.isLockedWithRound || this.isLockedAlone;
  }

  // Complete, open, and not yet submitted with these marks.
  get canSubmit() {
    if (!this.fields || this.isReadOnly || this.sync.phase === PHASE.CONFLICT) return false;
    const isDone = this.stored === "submitted" && !this.sync.entry;
    return this.fields.isComplete() && !isDone;
  }

  // Something must still be done about this sheet before it can be submitted.
  get isIncomplete() {
    if (!this.fields) return false;
    return this.isReadOnly || this.sync.phase === PHASE.CONFLICT || !this.fields.isComplete();
  }

  get isReceived() {
    const { entry, phase, answer } = this.sync;
    return !entry && phase === PHASE.SAVED && answer.state === "submitted";
  }

  get marks() {
    return this.fields ? this.fields.content("draft").marks : this.about.marks;
  }

  // Starts to show the sheet's state, and sends what an earlier page left unsent.
  start() {
    this.section.querySelector("[data-put-away]").addEventListener("click", () => {
      dismissDeclined(this.sync.name);
      this.unsynced.showDeclined(this.sync.name);
    });
    this.unsynced.showDeclined(this.sync.name);
    if (this.isRestored && this.fields) {
      this.sync.fitTo(this.fields.keys, this.fields.contestants);
      this.fields.fill(this.sync.entry);
    }
    if (this.fields) this.fields.fillTyped(storage.read(typedKey(this.sync.name)) || {});
    this.isReady = true;
    if (this.isRestored || this.fields) this.show();
    if (this.isRestored) this.sync.schedule(0);
  }

  edited() {
    this.keepTyped();
    this.sync.write(this.fields.content("draft"), { atOnce: false });
    this.show();
  }

  // What is no mark is not sent, but still there after a reload.
  keepTyped() {
    const texts = this.fields.invalidTexts();
    const key = typedKey(this.sync.name);
    if (Object.keys(texts).length) storage.write(key, texts);
    else storage.remove(key);
  }

  submit() {
    this.sync.write(this.fields.content("submitted"), { atOnce: true });
    this.isSubmitted = true;
  }

  // Another page of this browser changed or sent the same sheet.
  follow(event) {
    if (!this.sync.follow(event)) return;
    const known = storage.read(receiptKey(this.sync.name));
    const content = this.sync.entry || (known && known.sent);
    if (!content || !this.fields) return;
    this.fields.fill(content);
    this.show();
  }

  show() {
    const { sync } = this;
    if (sync.phase === PHASE.SAVED) this.noteReceipt(sync.answer);
    this.unsynced.showDeclined(sync.name);
    if (this.needsReload()) {
      window.location.reload();
      return;
    }
    if (this.fields) this.showFields();
    else this.unsynced.showKept(sync.entry, sync.phase === PHASE.OFFERED);
    this.showStatus();
    this.match.proceed();
  }

  noteReceipt(answer) {
    this.stored = answer.state;
    const { version, total, submitted_version: counting, submitted_total: countingTotal } = answer;
    if (answer.state === "submitted") this.counting = { version, total };
    else if (counting) this.counting = { version: counting, total: countingTotal };
  }

  // The server has accepted a sheet that has no fields here, or that was closed.
  needsReload() {
    return this.sync.phase === PHASE.SAVED && (!this.fields || this.isClosed);
  }

  showFields() {
    const { sync, fields } = this;
    fields.showTotal(this.match.totalOf(this.about.team));
    const closed = isClosed(sync.phase);
    if (closed !== this.isClosed && sync.phase !== PHASE.SAVING) {
      this.isClosed = closed;
      fields.lock(closed);
      this.match.lockWithRound();
    }
    const isRefused = sync.phase === PHASE.REFUSED;
    if (isRefused || this.wasRefused) fields.complain(sync.errors);
    this.wasRefused = isRefused;
    const hadConflict = this.hasConflict;
    this.hasConflict = sync.phase === PHASE.CONFLICT;
    if (!this.hasConflict) return;
    this.choice.show(sync.entry, sync.current);
    if (!hadConflict) this.match.returnToConflict(this);
  }

  showStatus() {
    const cells = `[data-team="${this.about.team}"][data-cell="standing"] .saving`;
    this.showOwnStatus();
    for (const cell of this.match.form.querySelectorAll(cells)) this.match.status.show(cell, this);
  }

  showOwnStatus() {
    this.match.status.show(this.section.querySelector("[data-saving]"), this);
    this.announce();
  }

  // Says once how a change ended, not each step on its way there.
  announce() {
    const { sync, match, section, about } = this;
    if (!hasEnded(sync.phase) && !this.isReadOnly) return;
    const sentence = `${match.teamName(about.team)}: ${match.status.sentence(this)}`;
    if (sentence === this.announced) return;
    this.announced = sentence;
    section.querySelector("[data-announce]").textContent = sentence;
  }

  // A round closes for all its sheets, even those that the tablet has not tried to send. Only a
  // sheet that was reopened for this judge stays open.
  lockWithRound(isAnyClosed) {
    if (!this.fields || this.isClosed || this.sync.entry || this.about.reopened) return;
    this.isLockedWithRound = isAnyClosed;
    this.fields.lock(isAnyClosed);
    this.showOwnStatus();
  }

  // The server takes no more marks. What is still unsent is offered when it is sent.
  close(isRound) {
    if (!this.fields || this.isReadOnly || this.sync.entry) return;
    if (isRound) this.isLockedWithRound = true;
    else this.isLockedAlone = true;
    this.fields.lock(true);
    this.showStatus();
  }
}
