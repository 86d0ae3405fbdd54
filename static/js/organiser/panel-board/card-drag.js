// Judges are dragged, by mouse, pen or finger, from the list or from a seat to a seat, or from a
// seat back to the list. A finger lifts a card by resting on it, so that the page can be scrolled.

const MOVED = 6;
const LIFT_AFTER = 280;
const EDGE = 70;
const SCROLL = 14;

export class CardDrag {
  // `drop(judge, origin, seat)` is called with the seat that the card was let go on; "" is the list.
  constructor(drop) {
    this.drop = drop;
    this.held = null;
    document.addEventListener("pointerdown", (event) => this.take(event));
    document.addEventListener("pointermove", (event) => this.move(event));
    document.addEventListener("pointerup", (event) => this.letGo(event));
    document.addEventListener("pointercancel", () => this.cancel());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.held) this.cancel();
    });
    // Once a card is lifted, a finger moves it and not the page.
    document.addEventListener("touchmove", (event) => this.isLifted && event.preventDefault(), {
      passive: false,
    });
    document.addEventListener("click", (event) => this.swallow(event), true);
    document.addEventListener("contextmenu", (event) => this.held && event.preventDefault());
  }

  get isLifted() {
    return Boolean(this.held && this.held.ghost);
  }

  take(event) {
    const card = event.target.closest("#board [data-judge]");
    this.wasDragged = false;
    if (!card || event.button !== 0 || "locked" in card.dataset) return;
    const { clientX: x, clientY: y } = event;
    this.held = { card, x, y, id: event.pointerId, isTouch: event.pointerType === "touch" };
    if (this.held.isTouch) this.timer = setTimeout(() => this.lift(x, y), LIFT_AFTER);
  }

  lift(x, y) {
    const { card } = this.held;
    const box = card.getBoundingClientRect();
    const ghost = card.cloneNode(true);
    for (const name of ["id", "data-judge", "data-seat", "href"]) ghost.removeAttribute(name);
    ghost.classList.add("card-ghost");
    ghost.setAttribute("aria-hidden", "true");
    ghost.style.width = `${box.width}px`;
    document.body.append(ghost);
    Object.assign(this.held, { ghost, dx: x - box.left, dy: y - box.top });
    card.classList.add("is-lifted");
    document.body.classList.add("is-dragging");
    this.follow(x, y);
  }

  move(event) {
    if (!this.held || event.pointerId !== this.held.id) return;
    const { clientX: x, clientY: y } = event;
    const far = Math.hypot(x - this.held.x, y - this.held.y) > MOVED;
    if (!this.isLifted && far) {
      if (this.held.isTouch) this.cancel();
      else this.lift(this.held.x, this.held.y);
    }
    if (this.isLifted) {
      event.preventDefault();
      this.follow(x, y);
    }
  }

  follow(x, y) {
    const { ghost, dx, dy } = this.held;
    ghost.style.transform = `translate(${x - dx}px, ${y - dy}px)`;
    if (y < EDGE) window.scrollBy(0, -SCROLL);
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
    const target = this.targetAt(x, y);
    if (target !== this.held.target) {
      if (this.held.target) this.held.target.classList.remove("is-target");
      if (target) target.classList.add("is-target");
      this.held.target = target;
    }
  }

  targetAt(x, y) {
    const under = document.elementFromPoint(x, y);
    if (!under) return null;
    const seat = under.closest("#board [data-seat]");
    if (seat) return "locked" in seat.dataset ? null : seat;
    return this.held.card.dataset.seat ? under.closest(".board-judges") : null;
  }

  letGo(event) {
    if (!this.held || event.pointerId !== this.held.id) return;
    const { card, target } = this.held;
    const wasLifted = this.isLifted;
    this.cancel();
    if (!wasLifted) return;
    this.wasDragged = true;
    if (!target || target === card) return;
    this.drop(card.dataset.judge, card.dataset.seat || "", target.dataset.seat || "");
  }

  cancel() {
    clearTimeout(this.timer);
    if (!this.held) return;
    const { card, ghost, target } = this.held;
    if (ghost) ghost.remove();
    if (target) target.classList.remove("is-target");
    card.classList.remove("is-lifted");
    document.body.classList.remove("is-dragging");
    this.held = null;
  }

  // The click that ends a drag is none.
  swallow(event) {
    if (!this.wasDragged) return;
    this.wasDragged = false;
    event.preventDefault();
    event.stopPropagation();
  }
}
