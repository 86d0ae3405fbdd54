// Tells a screen reader what has changed on the board. Changes are collected and read out at most
// once every QUIET_MS, as they then stand, so that the reader does not fall behind.
import { fill } from "../shared/text.js";

const SOON_MS = 300;
const QUIET_MS = 5000;
const MAX_ROWS = 3;

function textOf(within, selector) {
  const found = within.querySelector(selector);
  return found ? found.textContent.trim() : "";
}

// The whole name, also where the screen shows a shorter one.
function nameOf(row) {
  const { full } = row.querySelector(".fit").dataset;
  return full || textOf(row, ".full-name") || textOf(row, ".fit");
}

const mineFirst = (row) => (row.classList.contains("is-mine") ? 0 : 1);

export class Announcer {
  constructor(board, place, strings) {
    this.board = board;
    this.place = place;
    this.strings = strings;
    this.changed = new Set(); // Ids of what has changed since the last announcement.
    this.timer = 0;
    this.toldAt = 0;
    this.content = this.currentContent();
    this.releases = new Map();
  }

  add(id) {
    this.changed.add(id);
  }

  silence() {
    this.place.textContent = "";
  }

  // Call before a swap: remembers what each stage says about its release.
  look() {
    this.releases = this.currentReleases();
  }

  // Call after a swap: finds what else has changed, and announces everything soon.
  compare() {
    for (const [id, release] of this.currentReleases()) {
      if (this.releases.has(id) && this.releases.get(id) !== release) this.add(id);
    }
    this.compareScene();
    if (this.timer || !this.changed.size) return;
    const wait = Math.max(SOON_MS, this.toldAt + QUIET_MS - Date.now());
    this.timer = setTimeout(() => this.tell(), wait);
  }

  compareScene() {
    const now = this.currentContent();
    if (now.id !== this.content.id) {
      this.changed.clear();
      this.add(now.id);
    }
    if (now.place !== this.content.place) {
      this.silence();
      for (const row of this.board.querySelectorAll(".reveal-one")) this.add(row.id);
    }
    this.content = now;
  }

  // Ids of what the projector shows and of the place that its reveal has reached; empty on a phone.
  currentContent() {
    const content = this.board.querySelector(".screen-content");
    const place = this.board.querySelector(".reveal-now");
    return { id: content ? content.id : "", place: place ? place.id : "" };
  }

  // Stage id → what its badge says about the release.
  currentReleases() {
    const stages = [...this.board.querySelectorAll(".stage")];
    return new Map(stages.map((stage) => [stage.id, textOf(stage, ".release-badge")]));
  }

  tell() {
    this.timer = 0;
    this.toldAt = Date.now();
    const here = [...this.changed].map((id) => document.getElementById(id)).filter(Boolean);
    this.changed.clear();
    // Elements that have left the page are skipped; if none is left, the old text is cleared.
    this.place.textContent = this.sentences(here).join(this.strings.between);
  }

  sentences(elements) {
    const { strings } = this;
    const rows = elements
      .filter((each) => each.dataset.rank)
      .sort((a, b) => mineFirst(a) - mineFirst(b) || a.dataset.rank - b.dataset.rank);
    // In a reveal every place is announced, however quickly one follows another.
    const most = this.board.querySelector(".reveal-now, .is-revealed") ? rows.length : MAX_ROWS;
    return [
      ...elements
        .filter((each) => each.matches(".screen-content"))
        .map((content) => textOf(content, "h2, [data-title]"))
        .filter(Boolean),
      ...elements
        .filter((each) => each.matches(".stage"))
        .map((stage) => textOf(stage, "h2") + strings.of + textOf(stage, ".release-badge")),
      ...rows.slice(0, most).map((row) =>
        fill(strings.changed, {
          team: nameOf(row),
          rank: row.dataset.rank,
          total: row.dataset.total,
        }),
      ),
      ...(rows.length > most ? [strings.more] : []),
    ];
  }
}
