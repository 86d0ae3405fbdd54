// The faces of match clocks: each draws what is left by the server's time.
//
// A face is an element of the macro `match_clock`. Where its states come from, and its words, say
// the attributes of `match_clock_source`. A state holds what was spent and since when it runs, so
// whoever joins late, reloads or was away draws the same as everybody.
import { ClockBell } from "./clock-bell.js";
import { duration, figure, readClock } from "./clock-reading.js";
import { fetchWithin } from "./fetch-within.js";
import { readPageData } from "./page-data.js";
import { ServerTime } from "./server-time.js";
import { StateStream } from "./state-stream.js";
import { fill } from "./text.js";

const TICK_MS = 50;
const ANSWER_MS = 4000;
const LONGEST_JUMP_MS = 3000;
const put = (element, text) => {
  if (element && element.textContent !== text) element.textContent = text;
};

class MatchClocks {
  constructor(source) {
    this.words = readPageData("match-clock-words");
    this.language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    this.source = source;
    this.clocks = new Map();
    this.lefts = new Map(); // What each time had left when it was last drawn, for the bell.
    const bell = document.querySelector("[data-clock-bell]");
    this.bell = bell ? new ClockBell(bell) : null;
    const brought = source.dataset.clocks ? JSON.parse(source.dataset.clocks) : null;
    this.time = new ServerTime(() => this.ask(), brought ? brought.now : null);
    if (brought) this.apply(brought);
    const { stream } = source.dataset;
    if (stream) {
      new StateStream(
        stream,
        (state) => this.apply(state),
        () => this.time.measure(),
      );
    }
    document.addEventListener("htmx:after:swap", () => this.draw());
    setInterval(() => this.draw(), TICK_MS);
  }

  async ask() {
    // The time is a header, so that what is said of a clock is the same until somebody touches it.
    const read = async (answer) =>
      answer.ok ? [await answer.json(), Number(answer.headers.get("Accord-Time"))] : null;
    const address = this.source.dataset.ask;
    const found = await fetchWithin(ANSWER_MS, address, { cache: "no-store" }, read);
    if (found === null) return null;
    const [state, now] = found;
    this.apply(state);
    return now;
  }

  apply(state) {
    // A page about whichever match is on is loaded again when that is another one.
    const { matchOn } = this.source.dataset;
    if (matchOn !== undefined && (state.on || "") !== matchOn) {
      if (!document.hidden) window.location.reload();
      return;
    }
    for (const one of state.clocks) {
      const known = this.clocks.get(one.match);
      if (!known || known.number <= one.number) this.clocks.set(one.match, one);
    }
    document.dispatchEvent(new CustomEvent("match-clock:states", { detail: state.clocks }));
    this.draw();
  }

  draw() {
    const now = this.time.now();
    if (now === null) return;
    for (const face of document.querySelectorAll("[data-match-clock]")) {
      const one = this.clocks.get(face.dataset.matchClock) || {};
      const { begins } = face.dataset;
      if (one.clock) this.drawFace(face, one, now);
      else if (begins) this.drawFace(face, { number: 0, clock: JSON.parse(begins) }, now);
      else this.drawUntouched(face);
    }
  }

  drawUntouched(face) {
    face.dataset.state = "none";
    put(face.querySelector("[data-clock-phase]"), this.words.none);
  }

  drawFace(face, one, now) {
    const read = readClock(one.clock, now);
    face.dataset.state = read.isRunning ? "running" : "stopped";
    face.dataset.runs = read.phase.runs;
    face.dataset.number = one.number;
    put(face.querySelector("[data-clock-phase]"), this.name(read.phase));
    put(
      face.querySelector("[data-clock-place]"),
      fill(this.words.place, { at: one.clock.at + 1, all: one.clock.phases.length }),
    );
    put(face.querySelector("[data-clock-next]"), this.nextWords(read.next));
    for (const dial of face.querySelectorAll("[data-clock-party]")) {
      const party = read.parties.find((each) => each.party === dial.dataset.clockParty);
      dial.hidden = !party;
      if (party) this.drawParty(face, dial, party, read);
      else this.mark(dial, {});
    }
  }

  // How a time stands, as classes of its dial and of the side around it.
  mark(dial, { isCurrent, isActive, isWarning, isOver }) {
    for (const element of [dial, dial.closest("[data-clock-side]")].filter(Boolean)) {
      element.classList.toggle("is-current", Boolean(isCurrent));
      element.classList.toggle("is-active", Boolean(isActive));
      element.classList.toggle("is-warning", Boolean(isWarning));
      element.classList.toggle("is-over", Boolean(isOver));
    }
  }

  drawParty(face, dial, party, read) {
    const place = dial.querySelector("[data-clock-figure]");
    put(place, figure(party.left));
    place.dataset.left = String(Math.round(party.left * 10) / 10);
    const isActive = party.isCurrent && read.isRunning;
    this.mark(dial, { ...party, isActive });
    put(dial.querySelector("[data-clock-words]"), this.partyWords(party, read));
    if (isActive) this.ringFor(face, party, read.phase);
  }

  partyWords(party, read) {
    const { words } = this;
    const over = Math.floor(-party.left / 1000);
    if (over > 0) return fill(words.over, { time: duration(over) });
    if (party.isOver) return words.end;
    if (party.isWarning) return fill(words.warning, { time: duration(Math.ceil(party.left / 1000)) });
    if (!party.isCurrent) return words.waiting;
    return read.isRunning ? words.running : words.stopped;
  }

  // Only when the moment passes before one's eyes: not for a page that joins after it.
  ringFor(face, party, phase) {
    const key = `${face.dataset.matchClock}/${phase.key}/${party.party}`;
    const before = this.lefts.get(key);
    this.lefts.set(key, party.left);
    if (!this.bell || before === undefined || before - party.left > LONGEST_JUMP_MS) return;
    const passes = (line) => before > line && party.left <= line;
    if (passes(0)) this.bell.ring("over");
    else if (phase.warn !== undefined && passes(phase.warn * 1000)) this.bell.ring("warning");
  }

  name(phase) {
    return phase.name[this.language] || phase.name.zh || phase.name.en;
  }

  nextWords(next) {
    if (!next) return this.words.last;
    const length = duration(next.seconds);
    const words = next.runs === "each" ? this.words.next_each : this.words.next;
    return fill(words, { phase: this.name(next), time: length });
  }
}

// For every page with a face; nothing happens on a page without `match_clock_source`.
export function startMatchClocks() {
  const source = document.getElementById("match-clock-source");
  return source ? new MatchClocks(source) : null;
}
