// The review of a match: what would be submitted, the question about unusual marks, the buttons.
import { fill } from "../shared/text.js";
import { plainMark } from "../shared/decimal.js";
import { PHASE } from "./phases.js";
import { UnusualMarksQuestion } from "./unusual-marks-question.js";

export class MatchReview {
  constructor(match) {
    this.match = match;
    this.form = match.form;
    this.strings = match.state.strings;
    this.isUnconfirmed = false; // Unusual marks have not been confirmed.
    this.question = new UnusualMarksQuestion(
      this.form,
      match.state,
      (team) => match.teamName(team),
      () => {
        this.isUnconfirmed = !this.question.isTicked;
        this.offer();
      },
    );
    this.listen();
  }

  find(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  get isOpen() {
    return !this.find("review").hidden;
  }

  listen() {
    // If the server's page itself asks for a choice, the form is submitted without scripts.
    const isPlainForm = () => Boolean(this.find("choice-server"));
    this.form.addEventListener("submit", (event) => {
      if (isPlainForm()) return;
      event.preventDefault();
      if (event.submitter && event.submitter.hasAttribute("data-to-review")) this.open();
    });
    this.find("to-review").addEventListener("click", (event) => {
      if (isPlainForm()) return;
      event.preventDefault();
      this.open();
    });
    this.find("back").addEventListener("click", () => {
      this.match.giveUpSubmitting();
      this.show(false);
      window.scrollTo(0, 0);
    });
    this.find("submit").addEventListener("click", () => {
      if (this.isConfirmed()) this.match.submit();
      else this.question.insist();
    });
  }

  open() {
    for (const column of this.match.columns) if (column.fields) this.fillCells(column);
    this.isUnconfirmed = !this.isConfirmed();
    this.show(true);
    window.scrollTo(0, 0);
    document.getElementById("review-title").focus({ preventScroll: true });
  }

  show(isOpen) {
    this.find("scoring").hidden = isOpen;
    this.find("review").hidden = !isOpen;
    this.find("back").hidden = !isOpen;
    this.find("to-review").hidden = isOpen;
    document.body.classList.toggle("is-reviewing", isOpen);
    this.offer();
  }

  fillCells({ about, fields }) {
    const { marks, personal = {}, comment } = fields.content("draft");
    const invalid = fields.invalidTexts();
    for (const cell of this.form.querySelectorAll(`[data-team="${about.team}"]`)) {
      const what = cell.dataset.cell;
      if (!what || what === "standing") continue;
      if (what === "total") fields.showTotal(cell);
      else if (what === "personal") this.fillPersonal(cell, about.contestants, personal, invalid);
      else if (what === "comment") cell.textContent = comment || this.strings.blank;
      else this.fillMark(cell, marks[what], invalid[what]);
    }
  }

  // A line for each contestant; an empty mark is shown as a dash, and is nothing to correct.
  fillPersonal(cell, contestants, personal, invalid) {
    const lines = contestants.map(({ key, name }) => {
      const line = document.createElement("p");
      const value = document.createElement("b");
      const wrong = invalid[`personal.${key}`];
      if (wrong) value.textContent = fill(this.strings.cannot_stand, { value: wrong });
      else value.textContent = personal[key] ? plainMark(personal[key]) : "–";
      value.className = wrong ? "refused-mark" : "figure";
      line.append(`${name} `, value);
      return line;
    });
    cell.textContent = "";
    cell.append(...lines);
  }

  fillMark(cell, mark, invalid) {
    const { cannot_stand: cannotStand, missing } = this.strings;
    if (invalid) cell.textContent = fill(cannotStand, { value: invalid });
    else cell.textContent = mark ? plainMark(mark) : missing;
    cell.classList.toggle("refused-mark", Boolean(invalid));
    cell.classList.toggle("missing", !mark && !invalid);
  }

  // Whether nothing that would be submitted is unusual, or the judge has confirmed it.
  isConfirmed() {
    const { columns } = this.match;
    return this.question.ask(
      columns.map(({ about, sync, marks }) => ({ team: about.team, name: sync.name, marks })),
      this.match.toSubmit().map(({ about }) => about.team),
    );
  }

  // Bring the buttons up to date.
  offer() {
    const { columns, isSubmitting } = this.match;
    const ready = this.match.toSubmit().length;
    const awaited = columns.filter(({ about }) => about.mode !== "off");
    // A match whose sheets are all closed has nothing to review, and nothing to submit.
    const isOver = columns.every(({ fields, isReadOnly }) => !fields || isReadOnly);
    const button = this.find("submit");
    button.hidden = isOver || !this.isOpen;
    button.disabled = isSubmitting || !ready;
    button.textContent = isSubmitting ? this.progress() : this.label(ready, awaited.length);
    // An incomplete sheet is more likely forgotten than left on purpose, so going back is
    // suggested.
    const isIncomplete = this.isUnconfirmed || columns.some((column) => column.isIncomplete);
    this.find("to-review").disabled = isOver;
    this.find("review-hint").hidden = isOver;
    const { review_title: title, review_over: over } = this.strings;
    document.getElementById("review-title").textContent = isOver ? over : title;
    button.classList.toggle("primary", !isIncomplete);
    this.find("back").classList.toggle("primary", isIncomplete);
  }

  // While the server cannot be reached, the button says so, as the sheets do.
  progress() {
    const isWaiting = this.match.columns.some(
      ({ isSubmitted, sync }) => isSubmitted && sync.phase === PHASE.WAITING,
    );
    const { submit_waiting: waiting, submitting } = this.strings;
    return isWaiting ? waiting.split("\n")[0] : submitting;
  }

  label(ready, all) {
    const { strings } = this;
    if (!ready) return strings.submit_none;
    if (ready < all || all > 2) return fill(strings.submit_some, { ready, all });
    return all === 1 ? strings.submit_one : strings.submit_both;
  }

  moveToStatus() {
    this.form.querySelector('[data-cell="standing"]').scrollIntoView({ block: "nearest" });
  }
}
