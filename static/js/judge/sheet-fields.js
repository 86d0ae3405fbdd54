// One team's fields: a control for each dimension and each contestant, and the comment.
import { fill } from "../shared/text.js";
import { total } from "../shared/decimal.js";
import { MarkControl } from "./mark-control.js";
import { PersonalChoice } from "./personal-choice.js";

// How a contestant's mark is called among the errors of a sheet.
const PERSONAL = "personal.";

export class SheetFields {
  // state: {dimensions, personal, contestants, earlier, strings}; lastMark(key) is the judge's last mark of a dimension
  // elsewhere; edited() is called after every change by the judge.
  constructor(section, state, lastMark, edited) {
    this.strings = state.strings;
    this.dimensions = state.dimensions;
    this.fields = section.querySelector("[data-marks]");
    this.comment = section.querySelector("[data-comment]");
    this.controls = state.dimensions.map((dimension) => {
      const root = section.querySelector(`[data-dimension="${dimension.key}"]`);
      return new MarkControl(root, dimension, {
        earlier: state.earlier.map((marks) => marks[dimension.key]),
        lastMark: () => lastMark(dimension.key),
        strings: state.strings,
        edited,
      });
    });
    this.personal = state.contestants.map(({ key }) => {
      const root = section.querySelector(`[data-contestant="${key}"]`);
      if (!root.querySelector("[data-slider]")) {
        return new PersonalChoice(root, PERSONAL + key, edited);
      }
      const scale = { ...state.personal, key: PERSONAL + key };
      const { strings } = state;
      return new MarkControl(root, scale, { earlier: [], lastMark: () => "", strings, edited });
    });
    this.contestants = state.contestants.map(({ key }) => key);
    this.comment.addEventListener("input", edited);
  }

  get all() {
    return [...this.controls, ...this.personal];
  }

  // The fields' contents; an invalid mark counts as missing.
  content(state) {
    const marks = {};
    for (const control of this.controls) marks[control.dimension.key] = control.mark;
    const comment = this.comment.value.trim();
    if (!this.personal.length) return { marks, comment, state };
    const personal = {};
    this.contestants.forEach((key, at) => {
      if (this.personal[at].mark) personal[key] = this.personal[at].mark;
    });
    return { marks, personal, comment, state };
  }

  get keys() {
    return this.dimensions.map(({ key }) => key);
  }

  // Under which names errors have a place here, the comment's aside.
  get errorKeys() {
    return this.all.map(({ dimension }) => dimension.key);
  }

  // What was typed and is not valid, by dimension or contestant.
  invalidTexts() {
    const wrong = this.all.filter((control) => control.problem);
    return Object.fromEntries(wrong.map(({ dimension, typed }) => [dimension.key, typed.trim()]));
  }

  // Shows again what an earlier page was left with.
  fillTyped(texts) {
    for (const control of this.all) control.fillTyped(texts[control.dimension.key]);
  }

  markOf(key) {
    const control = this.controls.find(({ dimension }) => dimension.key === key);
    return control ? control.mark : "";
  }

  fill({ marks, personal = {}, comment }) {
    for (const control of this.controls) control.fill(marks[control.dimension.key] || "");
    this.contestants.forEach((key, at) => this.personal[at].fill(personal[key] || ""));
    if (document.activeElement !== this.comment) this.comment.value = comment || "";
  }

  // The total once every mark is there; before, how many are: the sum of some is no total.
  total() {
    const all = this.controls.length;
    const given = this.controls.filter((control) => control.mark).length;
    if (given === all) return total(this.content("draft").marks, this.dimensions);
    return given ? fill(this.strings.marked_of, { given, all }) : "–";
  }

  showTotal(place) {
    place.textContent = this.total();
    place.classList.toggle("is-partial", this.isBegun() && !this.isComplete());
  }

  isBegun() {
    return this.controls.some((control) => control.mark);
  }

  isWrong() {
    return this.all.some((control) => control.problem);
  }

  isComplete() {
    return this.controls.every((control) => control.mark);
  }

  // Locks or unlocks the fields; their contents stay readable.
  lock(isLocked) {
    for (const field of this.fields.querySelectorAll("input, button, textarea")) {
      field.disabled = isLocked;
    }
    this.fields.classList.toggle("is-locked", isLocked);
  }

  // Shows what the server refuses, in place of what it refused before.
  complain(errors) {
    for (const control of this.all) control.complain(errors[control.dimension.key]);
    const beside = this.comment.parentNode.querySelector("[data-error]");
    beside.textContent = errors.comment || "";
  }
}
