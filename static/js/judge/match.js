// One match: a column for each team, the review, and going on to the receipt.
import { MatchColumn } from "./match-column.js";
import { MatchReview } from "./match-review.js";
import { MatchNews } from "./match-news.js";
import { isStuck } from "./phases.js";
import { SaveStatus } from "./save-status.js";
import * as storage from "./storage.js";

export class Match {
  // state: the page's data; outbox: an Outbox.
  constructor(form, state, outbox) {
    this.form = form;
    this.state = state;
    this.outbox = outbox;
    this.judge = `${state.competition}/${state.judge}`;
    this.status = new SaveStatus(state);
    this.columns = [];
    this.isSubmitting = false;
    const hasReview = form.querySelector("[data-marks]") && form.querySelector("[data-review]");
    this.review = hasReview ? new MatchReview(this) : null;
    for (const about of state.sheets) this.addColumn(about);
    this.news = new MatchNews(this);
    window.addEventListener("storage", (event) => {
      for (const column of this.columns) column.follow(event);
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.location.reload();
    });
    this.warnAboutStorage();
  }

  addColumn(about) {
    const column = new MatchColumn(this, about);
    if (column.needsFields) {
      window.location.replace("?change=1");
      return;
    }
    this.columns.push(column);
    column.start();
  }

  warnAboutStorage() {
    if (storage.isWorking()) return;
    const warning = this.form.querySelector("[data-no-storage]");
    warning.hidden = false;
    warning.textContent = this.state.strings.no_storage;
  }

  totalOf(team) {
    return this.form.querySelector(`[data-total="${team}"]`);
  }

  teamName(team) {
    const heading = document.getElementById(`team-${team}`);
    if (heading) return heading.textContent.trim();
    return this.state.others.find((other) => other.team === team).called;
  }

  // The judge's last mark of a dimension: in another column of this match, or in another match.
  lastMark(key, column) {
    const here = this.columns.filter((each) => each !== column && each.fields);
    const marks = here.map(({ fields }) => fields.markOf(key));
    return marks.find(Boolean) || this.state.last[key] || "";
  }

  toSubmit() {
    return this.columns.filter((column) => column.canSubmit);
  }

  lockWithRound() {
    const isAnyClosed = this.columns.some((column) => column.isClosed);
    for (const column of this.columns) column.lockWithRound(isAnyClosed);
  }

  // A conflict with another device is resolved among the marks, not on the review, even if the
  // judge has already pressed the button there.
  returnToConflict(column) {
    if (!this.review || !this.review.isOpen) return;
    this.review.show(false);
    column.choice.moveTo();
  }

  submit() {
    for (const column of this.toSubmit()) column.submit();
    this.isSubmitting = true;
    this.offer();
    this.proceed();
    if (this.isSubmitting) this.review.moveToStatus();
  }

  giveUpSubmitting() {
    for (const column of this.columns) column.isSubmitted = false;
    this.isSubmitting = false;
  }

  // Goes to the receipt as soon as every submitted sheet is received.
  proceed() {
    const submitted = this.columns.filter(
      ({ isSubmitted, sync }) => isSubmitted || (sync.entry && sync.entry.state === "submitted"),
    );
    for (const column of submitted) column.isSubmitted = true;
    if (submitted.some(({ sync }) => isStuck(sync.phase))) this.giveUpSubmitting();
    else if (submitted.length && submitted.every((column) => column.isReceived)) {
      window.location.assign(this.state.receipt);
      return;
    }
    this.offer();
  }

  offer() {
    if (this.review) this.review.offer();
  }
}
