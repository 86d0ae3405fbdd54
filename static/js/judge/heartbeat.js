// The tablet's connection to the server, on every page of the judge: reports every few seconds that
// the tablet is there and what it has not sent, and notices when the server cannot be reached. The
// page is told (`unreachable`) once that has lasted a while, and (`reachable`) at the first answer
// and when it is over; see events.js. The answer to a report says what the server has, so that the
// page learns what has changed under it (`states`).
import { fetchWithin } from "../shared/fetch-within.js";
import { randomHex } from "../shared/random-hex.js";
import { announce, listen } from "./events.js";
import { formToken, renewFormToken } from "./form-token.js";
import { ageInSeconds } from "./outbox-rules.js";
import { PHASE } from "./phases.js";
import * as storage from "./storage.js";
import { DEVICE } from "./storage-keys.js";

// A page learns within ten seconds what has changed.
const EVERY_MS = 9000;
const SOON_MS = 700;
const TIMEOUT_MS = 8000;
// The judge is told only then, because Wi-Fi often drops for a few seconds.
const UNREACHABLE_AFTER_MS = 30000;

// This tablet's random id.
function device() {
  const own = storage.read(DEVICE);
  if (typeof own === "string" && /^[0-9a-f]{16}$/.test(own)) return own;
  const made = randomHex(8);
  storage.write(DEVICE, made);
  return made;
}

// The parts of a report that the progress page shows.
const summary = (rows) =>
  rows
    .map(({ match, team, state, phase }) => [match, team, state, phase].join("/"))
    .sort()
    .join(" ");

export class Heartbeat {
  constructor(outbox, judge) {
    this.outbox = outbox;
    this.judge = judge;
    this.timer = 0;
    this.isBusy = false;
    this.isAskedAgain = false;
    this.lostAt = 0;
    this.wasReached = false;
    this.reported = "";
  }

  start() {
    // When a sheet's phase has changed, report it soon, but not at each keystroke.
    listen("moved", () => {
      if (summary(this.unsent()) !== this.reported) this.reportIn(SOON_MS);
    });
    // After each save the page learns what is new without waiting for its turn.
    listen("stored", () => this.report());
    // Try at once when the network may be back, and a last time when the page is left.
    window.addEventListener("online", () => {
      this.outbox.sendAll({ leaving: false });
      this.report();
    });
    window.addEventListener("offline", () => this.failed());
    window.addEventListener("pagehide", () => this.outbox.sendAll({ leaving: true }));
    document.addEventListener("visibilitychange", () => {
      this.outbox.sendAll({ leaving: document.visibilityState === "hidden" });
      if (document.visibilityState === "visible") this.report();
    });
    this.report();
  }

  unsent() {
    return this.outbox.unsent.map(({ about, entry, phase }) => ({
      match: about.match,
      team: about.team,
      state: entry.state,
      phase: phase === PHASE.IDLE ? PHASE.LOCAL : phase,
      age_seconds: ageInSeconds(entry, Date.now()),
    }));
  }

  reportIn(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.report(), wait);
  }

  async report() {
    clearTimeout(this.timer);
    if (this.isBusy) {
      this.isAskedAgain = true;
      return;
    }
    this.isBusy = true;
    this.isAskedAgain = false;
    const waiting = this.unsent();
    this.reported = summary(waiting);
    const options = {
      method: "POST",
      body: JSON.stringify({ device: device(), waiting }),
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": formToken(),
        "X-Accord-Judge": this.judge,
      },
    };
    let isReached = false;
    let states = null;
    try {
      const read = async (response) => {
        isReached = response.status < 500;
        if (response.status === 200) states = await response.json().catch(() => null);
        // The judge's link was opened again in another tab, which made this page's token invalid.
        if (response.status === 400) renewFormToken().catch(() => {});
      };
      await fetchWithin(TIMEOUT_MS, "/api/v1/judge/presence", options, read);
    } catch {
      // The server cannot be reached.
    }
    if (isReached) this.reached();
    else this.failed();
    this.isBusy = false;
    if (states) announce("states", states);
    this.reportIn(this.isAskedAgain ? SOON_MS : EVERY_MS);
  }

  reached() {
    if (this.wasReached && !this.lostAt) return;
    const wasLost = Boolean(this.lostAt);
    this.wasReached = true;
    this.lostAt = 0;
    announce("reachable");
    if (wasLost) this.outbox.sendAll({ leaving: false });
  }

  failed() {
    if (!this.lostAt) this.lostAt = Date.now();
    if (Date.now() - this.lostAt >= UNREACHABLE_AFTER_MS) {
      announce("unreachable", { since: this.lostAt });
    }
  }
}
