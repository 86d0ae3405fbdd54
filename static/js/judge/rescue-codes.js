// Shows a bundle's QR codes one after another.
import { toCodes } from "../shared/rescue-bundle.js";
import { fill } from "../shared/text.js";
import { drawCode } from "./rescue-export.js";

const TURN = 2500; // Milliseconds that each code is shown.

export class RescueCodes {
  // find(name): an element of the panel; closed() is called when the judge has seen enough.
  constructor(find, strings, closed) {
    this.find = find;
    this.strings = strings;
    this.codes = [];
    this.at = 0;
    this.timer = 0;
    find("next").addEventListener("click", () => this.step(1));
    find("back").addEventListener("click", () => this.step(-1));
    find("pause").addEventListener("click", () => this.turn(!this.timer));
    find("done").addEventListener("click", () => {
      this.close();
      closed();
    });
  }

  // Show a bundle's codes; false if there would be too many.
  open(wire, whose) {
    this.codes = toCodes(wire);
    const several = this.codes.length > 1;
    if (!this.codes.length) return false;
    this.find("whose").textContent = whose;
    this.find("ways").hidden = true;
    this.find("show").hidden = false;
    for (const name of ["back", "pause", "next"]) this.find(name).hidden = !several;
    this.show(0);
    const prefersReducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.turn(several && !prefersReducedMotion);
    this.find("count").focus({ preventScroll: true });
    return true;
  }

  close() {
    this.turn(false);
    this.find("show").hidden = true;
    this.find("ways").hidden = false;
  }

  show(at) {
    const total = this.codes.length;
    this.at = (at + total) % total;
    const which = { number: this.at + 1, total };
    const code = this.find("code");
    code.textContent = "";
    code.append(drawCode(this.codes[this.at], fill(this.strings.code, which)));
    this.find("count").textContent = fill(this.strings.count, which);
  }

  step(by) {
    this.turn(false);
    this.show(this.at + by);
  }

  // Starts or stops changing the codes automatically.
  turn(isTurning) {
    clearInterval(this.timer);
    this.timer = isTurning ? setInterval(() => this.show(this.at + 1), TURN) : 0;
    this.find("pause").textContent = isTurning ? this.strings.pause : this.strings.turn;
  }
}
