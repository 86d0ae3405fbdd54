// Turns the pages of a list that is too long for the screen. Which page is shown follows from the
// time alone, so screens side by side show the same one and a swap turns nothing.
import { prefersReducedMotion } from "./motion.js";

const TURN_MS = 10000;
const FADE_MS = 400;

export class PageTurner {
  // board: the element with the lists; place: the element for the page's number; clock: a
  // ServerClock; turned: called after the shown items have changed.
  constructor(board, place, clock, turned) {
    this.board = board;
    this.place = place;
    this.clock = clock;
    this.turned = turned;
    this.shown = 0;
    board.addEventListener("htmx:after:swap", () => this.apply());
    this.turn();
  }

  turn() {
    const before = this.shown;
    this.apply();
    if (this.shown !== before) this.turned();
    if (this.shown !== before && !prefersReducedMotion()) this.fadeIn();
    setTimeout(() => this.turn(), TURN_MS - (this.clock.now() % TURN_MS));
  }

  list() {
    return [...this.board.querySelectorAll("[data-per-page]")].find(
      (each) => each.getClientRects().length,
    );
  }

  apply() {
    const list = this.list();
    this.place.hidden = !list;
    this.shown = 0;
    if (!list) return;
    const items = [...list.querySelectorAll(".turns")];
    const size = Number(list.dataset.perPage);
    const pages = Math.ceil(items.length / size);
    this.shown = Math.floor(this.clock.now() / TURN_MS) % pages;
    items.forEach((item, at) => {
      item.classList.toggle("off-page", Math.floor(at / size) !== this.shown);
    });
    for (const group of list.querySelectorAll(".round")) {
      group.classList.toggle("off-page", !group.querySelector(".turns:not(.off-page)"));
    }
    list.classList.add("turning");
    this.place.textContent = `${this.shown + 1}/${pages}`;
  }

  fadeIn() {
    const list = this.list();
    if (!list || !list.animate || document.hidden) return;
    list.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" });
  }
}
