// One contestant's mark where each value has a button of its own: one touch records it.
import { plainMark } from "../shared/decimal.js";

export class PersonalChoice {
  // key: the contestant's name among the sheet's errors; edited() is called after every change by
  // the judge. The first choice is no mark.
  constructor(root, key, edited) {
    this.dimension = { key };
    this.choices = [...root.querySelectorAll('input[type="radio"]')];
    this.error = root.querySelector("[data-error]");
    this.typed = "";
    this.problem = "";
    for (const choice of this.choices) {
      choice.addEventListener("change", () => {
        this.complain();
        edited();
      });
    }
  }

  get mark() {
    const chosen = this.choices.find((choice) => choice.checked);
    return chosen ? chosen.value : "";
  }

  // A mark that has no button here is shown as none.
  fill(mark) {
    const same = this.choices.find(({ value }) => value && mark && value === plainMark(mark));
    (same || this.choices[0]).checked = true;
  }

  fillTyped() {}

  complain(sentence = "") {
    this.error.textContent = sentence;
  }
}
