// The server's time on a machine whose own clock may be wrong or be put right in the middle.
//
// Any answer says in its Date header in which second it was made. Between asking and hearing lies
// the moment of that second, so each answer bounds the offset from this page's own running time
// (performance.now(), which nobody can set); a few answers at different parts of a second leave
// some hundredths. Nothing is asked that would not be the same bytes for everybody.
const ASKS = 9;
const APART_MS = 137;
const AGAIN_MS = 5 * 60 * 1000;

export class ServerClock {
  // address: what is asked for; only the answer's head matters.
  constructor(address) {
    this.address = address;
    this.offset = null;
    this.isMeasuring = false;
    this.forgetBounds();
    this.measure();
    setInterval(() => this.measure(), AGAIN_MS);
  }

  // Milliseconds since 1970 as the server has them; this machine's own until the server has answered.
  now() {
    return this.offset === null ? Date.now() : performance.now() + this.offset;
  }

  async measure() {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    // Two clocks drift apart: what was measured long ago bounds nothing now.
    this.forgetBounds();
    for (let left = ASKS; left > 0; left -= 1) {
      await this.ask();
      if (left > 1) await new Promise((wake) => setTimeout(wake, APART_MS));
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
      // The next one may come through.
    }
  }

  bound(sent, got, second) {
    const [from, to] = [second - got, second + 1000 - sent];
    // The server's clock itself was set: what was known is worth nothing.
    if (from > this.high || to < this.low) this.forgetBounds();
    this.low = Math.max(this.low, from);
    this.high = Math.min(this.high, to);
    // What agrees with the new bounds stays, so that nothing jumps while it is asked anew.
    const isWithin = this.offset !== null && this.offset >= this.low && this.offset <= this.high;
    if (!isWithin) this.offset = (this.low + this.high) / 2;
  }

  forgetBounds() {
    this.low = -Infinity;
    this.high = Infinity;
  }
}
