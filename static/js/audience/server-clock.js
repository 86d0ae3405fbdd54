// The server's time on a machine whose own clock may be wrong, or be changed while it runs.
//
// The Date header of an answer names the second in which it was made, between the request and its
// arrival. So each answer sets bounds to the difference between the server's clock and
// performance.now(), which nobody can change; answers at different parts of a second narrow it to
// some hundredths. What is requested is a static file, the same for everybody.
const REQUESTS = 9;
const GAP_MS = 137;
const REPEAT_MS = 5 * 60 * 1000;

export class ServerClock {
  // address: what to request; only the answer's headers are used.
  constructor(address) {
    this.address = address;
    this.offset = null;
    this.isMeasuring = false;
    this.forgetBounds();
    this.measure();
    setInterval(() => this.measure(), REPEAT_MS);
  }

  // Milliseconds since 1970 by the server's clock; by this machine's until the server has answered.
  now() {
    return this.offset === null ? Date.now() : performance.now() + this.offset;
  }

  async measure() {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    // Clocks drift apart, so bounds that were measured long ago no longer hold.
    this.forgetBounds();
    for (let left = REQUESTS; left > 0; left -= 1) {
      await this.ask();
      if (left > 1) await new Promise((wake) => setTimeout(wake, GAP_MS));
    }
    this.isMeasuring = false;
  }

  async ask() {
    const sent = performance.now();
    try {
      const answer = await fetch(this.address, { method: "HEAD", cache: "no-store" });
      const second = Date.parse(answer.headers.get("Date") || "");
      if (answer.ok && !Number.isNaN(second)) this.bound(sent, performance.now(), second);
    } catch {
      // The next request may succeed.
    }
  }

  bound(sent, got, second) {
    const [from, to] = [second - got, second + 1000 - sent];
    // The server's own clock was changed: the old bounds no longer hold.
    if (from > this.high || to < this.low) this.forgetBounds();
    this.low = Math.max(this.low, from);
    this.high = Math.min(this.high, to);
    // Keep the offset while it fits the new bounds, so that the time does not jump.
    const isWithin = this.offset !== null && this.offset >= this.low && this.offset <= this.high;
    if (!isWithin) this.offset = (this.low + this.high) / 2;
  }

  forgetBounds() {
    this.low = -Infinity;
    this.high = Infinity;
  }
}
