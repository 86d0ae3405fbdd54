// The server's time to some milliseconds, on a machine whose own clock may be wrong or be changed.
//
// The server tells its time in an answer; it read it between the request and the answer's arrival.
// So each answer sets bounds to the difference to performance.now(), which nobody can set. Of
// several answers that with the shortest way is the best. Clocks drift apart and machines sleep,
// so one request from time to time checks that the difference still holds.
const REQUESTS = 6;
const GAP_MS = 90;
const CHECK_MS = 10000;
const MEASURE_AGAIN_MS = 120000;

export class ServerTime {
  // ask: requests the server's time; a promise of milliseconds since 1970, or of null.
  // pageMade: the server's time when it made this page, or null: what holds until it has answered.
  constructor(ask, pageMade = null) {
    this.ask = ask;
    const [loading] = performance.getEntriesByType("navigation");
    this.offset = pageMade === null ? null : pageMade - (loading ? loading.responseStart : 0);
    this.measuredAt = 0;
    this.isMeasuring = false;
    this.measure();
    setInterval(() => this.check(), CHECK_MS);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.measure();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.measure();
    });
  }

  // Milliseconds since 1970 by the server's clock; null until the server has answered.
  now() {
    return this.offset === null ? null : performance.now() + this.offset;
  }

  async measure() {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    let best = null;
    for (let left = REQUESTS; left > 0; left -= 1) {
      const found = await this.request();
      if (found && (best === null || found.way < best.way)) {
        best = found;
        this.offset = best.offset;
      }
      if (left > 1) await new Promise((wake) => setTimeout(wake, GAP_MS));
    }
    if (best !== null) this.measuredAt = performance.now();
    this.isMeasuring = false;
  }

  async check() {
    if (this.isMeasuring) return;
    const found = await this.request();
    if (found === null || this.isMeasuring) return;
    const isWithin = this.offset !== null && Math.abs(this.offset - found.offset) <= found.way / 2 + 1;
    if (!isWithin || performance.now() - this.measuredAt > MEASURE_AGAIN_MS) this.measure();
  }

  // {way, offset}: how long the answer took, and the difference in the middle of that.
  async request() {
    const sent = performance.now();
    try {
      const now = await this.ask();
      const got = performance.now();
      return now === null ? null : { way: got - sent, offset: now - (sent + got) / 2 };
    } catch {
      return null; // The next request may succeed.
    }
  }
}
