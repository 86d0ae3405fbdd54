// The field in which somebody signs on the glass: strokes as points in thousandths of its width and
// height, drawn as they come.

const STEPS = 1000;
// Nearer points than this show nothing new.
const NEAR = 4;
const MOST_POINTS = 6000;
const SVG = "http://www.w3.org/2000/svg";

export class Pad {
  constructor(box, changed) {
    this.box = box;
    this.svg = box.querySelector("svg");
    this.changed = changed;
    this.clear();
    this.box.hidden = false;
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.draw(event));
    for (const name of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(name, (event) => this.end(event));
    }
    // Safari scrolls the page under a finger that draws, whatever the style sheet says.
    this.svg.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
  }

  clear() {
    this.strokes = [];
    this.pointer = null;
    this.svg.replaceChildren();
    this.box.classList.remove("is-drawn");
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get count() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  begin(event) {
    if (this.pointer !== null || event.button > 0) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.svg.setPointerCapture(event.pointerId);
    this.strokes.push([]);
    this.line = document.createElementNS(SVG, "polyline");
    this.svg.append(this.line);
    this.box.classList.add("is-drawn");
    this.add(event);
  }

  draw(event) {
    if (event.pointerId !== this.pointer) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of all.length ? all : [event]) this.add(each);
  }

  end(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.changed();
  }

  add(event) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    const point = [step((event.clientX - left) / width), step((event.clientY - top) / height)];
    const stroke = this.strokes[this.strokes.length - 1];
    const last = stroke[stroke.length - 1];
    const isNear = last && Math.hypot(point[0] - last[0], (point[1] - last[1]) * 0.4) < NEAR;
    if (isNear || this.count >= MOST_POINTS) return;
    stroke.push(point);
    const shown = stroke.length > 1 ? stroke : [point, [point[0] + 1, point[1]]];
    this.line.setAttribute("points", shown.map(([x, y]) => `${x},${y * 0.4}`).join(" "));
  }
}

const step = (part) => Math.min(STEPS, Math.max(0, Math.round(part * STEPS)));
