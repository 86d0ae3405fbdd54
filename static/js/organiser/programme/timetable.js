// Moves a match in the timetable: dragged with a finger or a mouse, or picked up with its button
// and put down with the arrow keys and Enter. Onto another match, the two change places.
export function startTimetable() {
  const form = document.getElementById("move-form");
  if (form) new Timetable(form);
}

const FAR_ENOUGH = 6;

class Timetable {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById("move-status");
    this.picked = null;
    this.target = null;
    document.getElementById("move-help").hidden = false;
    for (const card of document.querySelectorAll(".slot")) this.offer(card);
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  offer(card) {
    const button = card.querySelector(".slot-move");
    button.hidden = false;
    button.addEventListener("click", () => {
      if (this.picked !== card) this.pick(card, button);
    });
    button.addEventListener("pointerdown", (event) => this.drag(event, card));
    card.addEventListener("pointerdown", (event) => {
      const isMouse = event.pointerType === "mouse" && event.button === 0;
      if (isMouse && !event.target.closest("a, button")) this.drag(event, card);
    });
  }

  drag(start, card) {
    let isMoving = false;
    const move = (event) => {
      const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
      if (!isMoving && far < FAR_ENOUGH) return;
      if (!isMoving) this.pick(card, null);
      isMoving = true;
      card.style.pointerEvents = "none";
      const under = document.elementFromPoint(event.clientX, event.clientY);
      this.mark(under && under.closest("[data-place]"), under && under.closest(".slot"));
    };
    const end = (event) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      card.style.pointerEvents = "";
      if (!isMoving) return;
      if (event.type === "pointerup" && this.target) this.put();
      else this.leave();
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    if (start.pointerType === "mouse") start.preventDefault();
  }

  pick(card, button) {
    this.leave();
    this.picked = card;
    card.classList.add("is-picked");
    document.body.classList.add("is-moving");
    if (!button) return;
    this.status.textContent = this.status.dataset.picked;
    const place = card.closest("[data-place]") || document.querySelector("[data-place]");
    this.mark(place, null);
  }

  mark(place, card) {
    for (const each of document.querySelectorAll(".is-target")) each.classList.remove("is-target");
    this.target = place;
    this.with = card && card !== this.picked ? card : null;
    if (!place) return;
    (this.with || place).classList.add("is-target");
  }

  pressed(event) {
    if (!this.picked) return;
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (event.key === "Escape") {
      this.leave();
      this.status.textContent = this.status.dataset.left;
    } else if (event.key === "Enter" && this.target) this.put();
    else if (step) this.step(step);
    else return;
    event.preventDefault();
  }

  step([down, along]) {
    const rows = [...document.querySelectorAll(".timetable tbody tr")];
    const at = rows.findIndex((row) => row.contains(this.target));
    const row = rows[Math.min(Math.max(at + down, 0), rows.length - 1)];
    const places = [...row.querySelectorAll("[data-place]")];
    const here = at < 0 ? 0 : [...rows[at].querySelectorAll("[data-place]")].indexOf(this.target);
    const place = places[Math.min(Math.max(here + along, 0), places.length - 1)];
    this.mark(place, place.querySelector(".slot"));
    place.scrollIntoView({ block: "nearest" });
    const time = row.querySelector("time").textContent;
    this.status.textContent = [time, place.dataset.room, this.with ? this.with.innerText : ""]
      .filter(Boolean)
      .join(", ");
  }

  put() {
    const { elements } = this.form;
    if (this.picked.closest("[data-place]") === this.target && !this.with) {
      this.leave();
      return;
    }
    elements.row.value = this.picked.dataset.row;
    elements.with.value = this.with ? this.with.dataset.row : "";
    elements.starts.value = this.target.dataset.starts;
    elements.room.value = this.target.dataset.room;
    this.form.submit();
  }

  leave() {
    if (this.picked) this.picked.classList.remove("is-picked");
    document.body.classList.remove("is-moving");
    this.picked = null;
    this.mark(null, null);
  }
}
