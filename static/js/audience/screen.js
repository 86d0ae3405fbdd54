// The projector: follows the mode that the organiser chose, and shows the speaking time.
import { duration } from "../shared/clock-reading.js";
import { prefersReducedMotion } from "./motion.js";

const TICK_MS = 100;
const FADE_MS = 400;
const NEAR_END_SECONDS = 30;

export class Screen {
  // line: the element that shows the connection's state; clock: a ServerClock.
  constructor(board, line, clock) {
    this.board = board;
    this.clock = clock;
    this.shown = this.news();
    board.addEventListener("htmx:after:swap", () => this.swapped());
    // While disconnected the machine may have slept, so the server's time is measured again.
    let state = "";
    new MutationObserver(() => {
      if (line.dataset.state === "live" && state === "reconnecting") clock.measure();
      state = line.dataset.state;
    }).observe(line, { attributes: true, attributeFilter: ["data-state"] });
    setInterval(() => this.count(), TICK_MS);
    this.count();
  }

  // Ids of what fades in when it changes: the content, or within a reveal the newest place.
  news() {
    const content = this.board.querySelector(".screen-content");
    const place = content && content.querySelector(".reveal-now");
    return { content: content ? content.id : "", place: place ? place.id : "" };
  }

  swapped() {
    const content = this.board.querySelector(".screen-content");
    if (!content) return;
    document.body.dataset.mode = content.dataset.mode;
    this.count();
    const before = this.shown;
    this.shown = this.news();
    if (this.shown.content !== before.content) this.fadeIn(content);
    else if (this.shown.place !== before.place) {
      this.fadeIn(document.getElementById(this.shown.place));
    }
  }

  fadeIn(element) {
    if (!element || !element.animate || prefersReducedMotion() || document.hidden) return;
    element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" });
  }

  count() {
    const place = document.getElementById("countdown");
    if (!place) return;
    const { since } = place.dataset;
    const seconds = Number(place.dataset.seconds);
    const running = since ? Math.max(0, this.clock.now() - Number(since)) : 0;
    const spent = Number(place.dataset.spent) + running;
    // Counting down, a second is shown until it is over; counting up, once it is complete.
    const full = Math.floor(spent / 1000);
    const left = seconds - full;
    const isOver = seconds > 0 && spent >= seconds * 1000;
    const whole = seconds > 0 ? Math.abs(left) : full;
    const text = (isOver && whole > 0 ? "−" : "") + duration(whole);
    if (place.textContent !== text) place.textContent = text;
    const isNear = seconds > 0 && !isOver && Boolean(since) && left <= NEAR_END_SECONDS;
    place.parentElement.classList.toggle("over", isOver);
    place.parentElement.classList.toggle("near", isNear);
  }
}
