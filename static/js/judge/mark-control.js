// One dimension of a sheet: the number field, the buttons and the slider show the same mark.
import { fill } from "../shared/text.js";
import { Scale, tidy } from "../shared/decimal.js";

const EDGE = 22; // Half the slider's thumb, in pixels: it stays inside the slider at both ends.
const DRAG = 4; // In pixels: a finger that moves less than this taps.
const UP = ["ArrowUp", "ArrowRight", "PageUp", "Home"];
const DOWN = ["ArrowDown", "ArrowLeft", "PageDown", "End"];

export class MarkControl {
  // earlier: the judge's own marks of this dimension in other matches; lastMark() is the judge's
  // last one, "" if there is none; edited() is called after every change by the judge. `typed` may
  // be invalid; `mark` is then "".
  constructor(root, dimension, { earlier, lastMark, strings, edited }) {
    this.root = root;
    this.dimension = dimension;
    this.strings = strings;
    this.scale = new Scale(dimension);
    this.number = root.querySelector(".stepper input");
    this.slider = root.querySelector("[data-slider]");
    this.range = this.slider.querySelector("input");
    this.error = root.querySelector("[data-error]");
    this.clear = root.querySelector("[data-clear]");
    this.lastMark = lastMark;
    this.range.max = String(this.scale.count);
    this.edited = edited;
    this.drawTicks(earlier);
    this.listenToNumber();
    this.listenToRange();
    this.listenToFinger();
    this.clear.addEventListener("click", () => this.set(""));
    this.show(this.number.value, { complain: false });
  }

  show(typed, { complain }) {
    const mark = tidy(typed);
    const problem = mark ? this.scale.problem(mark) : "";
    this.typed = typed;
    this.mark = problem ? "" : mark;
    this.problem = problem;
    this.number.classList.toggle("is-empty", !typed);
    this.clear.classList.toggle("is-idle", !typed);
    this.slider.classList.toggle("is-empty", !this.mark);
    if (this.mark) {
      const position = this.scale.positionOf(this.mark);
      this.range.value = String(position);
      this.slider.style.setProperty("--at", this.partOf(position));
    }
    this.range.setAttribute("aria-valuetext", this.mark || this.strings.unmarked);
    if (complain || !problem) this.complain();
  }

  // Shows what is wrong: `sentence`, or what the scale finds; nothing if all is well.
  complain(sentence = "") {
    const { min, max, step } = this.dimension;
    let text = sentence;
    if (!text && this.problem) {
      text = fill(this.strings[this.problem], { value: this.typed.trim(), min, max, step });
    }
    this.error.textContent = text;
    this.slider.classList.toggle("is-wrong", Boolean(text));
    if (text) this.number.setAttribute("aria-invalid", "true");
    else this.number.removeAttribute("aria-invalid");
  }

  // Shows a stored mark. If it is shown already, the field and its caret are left alone.
  fill(mark) {
    if (mark === this.mark) return;
    this.number.value = mark;
    this.show(mark, { complain: true });
  }

  // Shows what an earlier page was left with, although it is no mark.
  fillTyped(text) {
    if (this.mark || !text) return;
    this.number.value = text;
    this.show(text, { complain: true });
  }

  set(mark) {
    if (mark === this.typed) return;
    this.number.value = mark;
    this.show(mark, { complain: true });
    this.edited();
  }

  // Without a mark, − and + begin where the judge marked last: one touch records no extreme.
  step(by) {
    const { scale } = this;
    if (!this.mark) this.set(scale.markAt(scale.startAt(this.lastMark())));
    else this.set(scale.markAt(scale.positionOf(this.mark) + by));
  }

  // How far along the slider a position is, 0 to 1.
  partOf(position) {
    return String(position / Math.max(1, this.scale.count));
  }

  listenToNumber() {
    const { number } = this;
    number.addEventListener("input", () => {
      this.show(number.value, { complain: false });
      this.edited();
    });
    number.addEventListener("change", () => {
      if (this.mark) number.value = this.mark;
      this.show(number.value, { complain: true });
    });
    number.addEventListener("focus", () => number.select());
    number.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      this.step(event.key === "ArrowUp" ? 1 : -1);
    });
    for (const button of this.root.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
  }

  listenToRange() {
    const { range } = this;
    range.addEventListener("input", () => this.set(this.scale.markAt(Number(range.value))));
    range.addEventListener("keydown", (event) => {
      const by = UP.includes(event.key) ? 1 : DOWN.includes(event.key) ? -1 : 0;
      if (this.mark || !by) return;
      event.preventDefault();
      this.step(by);
    });
  }

  // A finger that moves sideways or taps sets the mark; one that scrolls the page does not.
  listenToFinger() {
    const { slider } = this;
    let start = null;
    const isHeldBy = (event) => start && event.pointerId === start.id;
    const release = () => {
      start = null;
      slider.classList.remove("is-held");
    };
    slider.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || start || this.range.disabled) return;
      const { typed, mark } = this;
      start = { id: event.pointerId, x: event.clientX, typed, moved: false, isFirst: !mark };
      slider.setPointerCapture(event.pointerId);
      slider.classList.add("is-held");
      this.range.focus({ preventScroll: true });
      if (event.pointerType !== "mouse") return;
      event.preventDefault();
      start.moved = true;
      this.setAt(event.clientX, start.isFirst);
    });
    slider.addEventListener("pointermove", (event) => {
      if (!isHeldBy(event)) return;
      if (Math.abs(event.clientX - start.x) > DRAG) {
        start.moved = true;
        start.isFirst = false;
      }
      if (start.moved) this.setAt(event.clientX, start.isFirst);
    });
    slider.addEventListener("pointerup", (event) => {
      if (!isHeldBy(event)) return;
      this.setAt(event.clientX, start.isFirst);
      release();
    });
    slider.addEventListener("pointercancel", (event) => {
      if (!isHeldBy(event)) return;
      this.set(start.typed);
      release();
    });
  }

  // The first touch of an empty slider stops one step before the ends; dragging reaches them.
  setAt(clientX, isFirstTouch) {
    const box = this.slider.getBoundingClientRect();
    const part = (clientX - box.left - EDGE) / Math.max(1, box.width - 2 * EDGE);
    const mark = this.scale.markAt(Math.round(part * this.scale.count));
    this.set(isFirstTouch ? this.scale.markAt(this.scale.startAt(mark)) : mark);
  }

  // Shows where the judge's own earlier marks of this dimension lie.
  drawTicks(earlier) {
    const holder = this.slider.querySelector(".ticks");
    for (const mark of earlier) {
      if (!mark || this.scale.problem(mark)) continue;
      const tick = document.createElement("i");
      tick.style.setProperty("--at", this.partOf(this.scale.positionOf(mark)));
      holder.append(tick);
    }
  }
}
