// One team's fields: a control for each dimension, and the comment.
import { total } from "./decimal.js";
import { MarkControl } from "./mark-control.js";

export class SheetFields {
  // state: {dimensions, earlier, strings}; edited() is called after every change by the judge.
  constructor(section, state, edited) {
    this.dimensions = state.dimensions;
    this.fields = section.querySelector("[data-marks]");
    this.comment = section.querySelector("[data-comment]");
    this.controls = state.dimensions.map((dimension) => {
      const root = section.querySelector(`[data-dimension="${dimension.key}"]`);
      const earlier = state.earlier.map((marks) => marks[dimension.key]);
      return new MarkControl(root, dimension, earlier, state.strings, edited);
    });
    this.comment.addEventListener("input", edited);
  }

  // The fields' contents; an invalid mark counts as missing.
  content(state) {
    const marks = {};
    for (const control of this.controls) marks[control.dimension.key] = control.mark;
    return { marks, comment: this.comment.value.trim(), state };
  }

  // What was typed for a dimension and is not valid; "" if nothing is wrong.
  invalidText(key) {
    const wrong = this.controls.find((each) => each.problem && each.dimension.key === key);
    return wrong ? wrong.typed.trim() : "";
  }

  fill({ marks, comment }) {
    for (const control of this.controls) control.fill(marks[control.dimension.key] || "");
    if (document.activeElement !== this.comment) this.comment.value = comment || "";
  }

  total() {
    const isBegun = this.controls.some((control) => control.mark);
    return isBegun ? total(this.content("draft").marks, this.dimensions) : "–";
  }

  isWrong() {
    return this.controls.some((control) => control.problem);
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

  complain(errors) {
    for (const control of this.controls) {
      if (errors[control.dimension.key]) control.complain(errors[control.dimension.key]);
    }
    const beside = this.comment.parentNode.querySelector("[data-error]");
    beside.textContent = errors.comment || "";
  }
}
