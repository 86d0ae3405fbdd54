// An event stream of JSON states that is kept connected: whole states, so a missed one is no loss.
const SILENCE_MS = 25000; // The server sends a beat every 10 s; this allows two missed ones.
const RETRY_MS = 1500;

export class StateStream {
  // received: called with each state; opened: called whenever the stream is connected anew.
  constructor(address, received, opened) {
    this.address = address;
    this.received = received;
    this.opened = opened;
    this.connect();
    setInterval(() => {
      if (performance.now() - this.heardAt > SILENCE_MS) this.connect();
    }, 1000);
  }

  connect() {
    if (this.source) this.source.close();
    this.heardAt = performance.now();
    const source = new EventSource(this.address);
    this.source = source;
    source.addEventListener("open", () => this.opened());
    source.addEventListener("beat", () => this.heard());
    source.addEventListener("message", (event) => {
      this.heard();
      this.received(JSON.parse(event.data));
    });
    // The browser connects again by itself, but not after an answer such as 503.
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED || source !== this.source) return;
      setTimeout(
        () => {
          if (source === this.source) this.connect();
        },
        RETRY_MS * (0.7 + 0.6 * Math.random()),
      );
    });
  }

  heard() {
    this.heardAt = performance.now();
  }
}
