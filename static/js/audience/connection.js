// Keeps the event stream connected and says beside the board how it is: "live" only while something
// arrives.
import { readPageData } from "../shared/page-data.js";
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";

const SILENCE_MS = 25000; // The server sends a beat every 10 s; this allows two missed ones.
const RETRY_MS = 1500;
const HTMX_MS = 500;

class Connection {
  // board: the element with the stream; line: the element that shows its state; strings: the texts.
  // whenGone: what to do once the server knows no such stream.
  constructor(board, line, strings, whenGone) {
    this.board = board;
    this.line = line;
    this.strings = strings;
    this.whenGone = whenGone;
    this.time = timeOfDay(line.dataset.zone);
    this.connection = null; // htmx's own object.
    this.receivedAt = Date.now();
    this.hasReceived = false;
    this.timer = 0;
    this.hasRequested = false;
    // Hidden until now: without scripts nothing would keep it up to date.
    line.hidden = false;
    this.listenToHtmx();
    this.listenToStream();
    setInterval(() => this.checkSilence(), 1000);
    document.addEventListener("visibilitychange", () => {
      const silence = Date.now() - this.receivedAt;
      if (!document.hidden && this.hasReceived && silence > RETRY_MS) this.lost();
    });
  }

  listenToHtmx() {
    const configure = () => {
      this.hasRequested = true;
      // What the reader has opened stays open when a row is updated.
      htmx.config.morphIgnore.push("open");
      // Never swap an error page in for the board.
      htmx.config.noSwap.push("4xx", "5xx");
    };
    this.board.addEventListener("htmx:before:request", configure, { once: true });
    // If htmx processed the page before its extension had loaded, nothing has connected yet.
    window.addEventListener("load", () => {
      setTimeout(() => {
        if (!this.hasRequested) htmx.process(this.board);
      }, HTMX_MS);
    });
  }

  listenToStream() {
    const on = (name, act) => this.board.addEventListener(name, act);
    on("htmx:sse:after:connection", (event) => {
      this.connection = event.detail.connection;
    });
    on("htmx:sse:after:message", () => this.received());
    on("beat", () => this.received());
    // The stream broke; the extension reconnects by itself after a delay.
    on("htmx:sse:error", (event) => this.failed(event.detail.status));
    on("htmx:sse:before:connection", (event) => {
      if (event.detail.connection.attempt > 0) this.lost();
    });
    // The extension has given up, or the first connection failed.
    on("htmx:sse:close", () => this.reconnect());
    on("htmx:error", () => this.reconnect());
    on("htmx:response:error", (event) => {
      const { status, headers } = event.detail.ctx.response;
      if (!this.failed(status)) this.reconnect(Number(headers.get("Retry-After")) || 0);
    });
  }

  show(state) {
    this.line.dataset.state = state;
    this.line.querySelector(".link-words").textContent =
      state === "live"
        ? this.strings.live
        : fill(this.strings.reconnecting, { time: this.time(this.receivedAt) });
  }

  received() {
    this.receivedAt = Date.now();
    this.hasReceived = true;
    this.show("live");
  }

  // Returns whether there is no such stream any more: the competition is not public now.
  failed(status) {
    this.lost();
    const isGone = status === 404;
    if (isGone) this.whenGone();
    return isGone;
  }

  lost() {
    this.show("reconnecting");
  }

  reconnect(seconds = 0) {
    this.lost();
    if (this.timer) return;
    const wait = seconds > 0 ? seconds * 1000 : RETRY_MS * (0.7 + 0.6 * Math.random());
    this.timer = setTimeout(() => {
      this.timer = 0;
      htmx.trigger(this.board, "connect", {}, false);
    }, wait);
  }

  // A dead connection may raise no error: after too long a silence its reading is cancelled.
  checkSilence() {
    if (document.hidden || Date.now() - this.receivedAt < SILENCE_MS) return;
    if (this.line.dataset.state === "live") this.lost();
    const { reader } = this.connection || {};
    if (reader) reader.cancel().catch(() => {});
  }
}

// For every page that follows the stream. Returns {board, line, strings} for the page's other
// parts. Once there is no such competition, the page asks what the server says in its place.
export function followStream(whenGone = () => window.location.reload()) {
  const board = document.getElementById("live");
  const line = document.getElementById("link-state");
  const strings = readPageData("live-words");
  new Connection(board, line, strings, whenGone);
  return { board, line, strings };
}
