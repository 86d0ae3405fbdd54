// Keeps the stream alive and the line beside the board true: "live" only while the server is heard.
"use strict";

(() => {
  const SILENCE_MS = 25000; // The server beats every 10 s; two beats missed and a half.
  const AGAIN_MS = 1500;
  const board = document.getElementById("live");
  const line = document.getElementById("link-state");
  const words = JSON.parse(document.getElementById("live-words").textContent);
  let connection = null;
  let heardAt = Date.now();
  let heardAtAll = false;
  let retry = 0;
  let asked = false;

  board.addEventListener(
    "htmx:before:request",
    () => {
      asked = true;
      // What the reader opened stays open when a row is brought up to date.
      htmx.config.morphIgnore.push("open");
      // An error page is never the board.
      htmx.config.noSwap.push("4xx", "5xx");
    },
    { once: true },
  );
  // Should htmx have looked at the page before its extension came, nobody has asked yet.
  window.addEventListener("load", () => {
    setTimeout(() => {
      if (!asked) htmx.process(board);
    }, 500);
  });

  // Without scripts the line would promise what nobody keeps.
  line.hidden = false;

  const clock = (when) =>
    new Date(when).toLocaleTimeString("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hour12: false,
      timeZone: line.dataset.zone,
    });

  function show(state) {
    const said = { live: words.live, connecting: words.connecting }[state];
    line.dataset.state = state;
    line.querySelector(".link-words").textContent =
      said || words.reconnecting.replace("{time}", clock(heardAt));
  }

  function heard() {
    heardAt = Date.now();
    heardAtAll = true;
    show("live");
  }

  function lost() {
    show("reconnecting");
  }

  function connectLater(seconds) {
    if (retry) return;
    const wait = seconds > 0 ? seconds * 1000 : AGAIN_MS * (0.7 + 0.6 * Math.random());
    retry = setTimeout(() => {
      retry = 0;
      htmx.trigger(board, "connect", {}, false);
    }, wait);
  }

  board.addEventListener("htmx:sse:after:connection", (event) => {
    connection = event.detail.connection;
  });
  board.addEventListener("htmx:sse:after:message", heard);
  board.addEventListener("beat", heard);

  // The stream broke; the extension connects again by itself, after a while of its own.
  board.addEventListener("htmx:sse:error", lost);
  board.addEventListener("htmx:sse:before:connection", (event) => {
    if (event.detail.connection.attempt > 0) lost();
  });
  // The extension has given up, or the first connection never came about.
  board.addEventListener("htmx:sse:close", () => {
    lost();
    connectLater(0);
  });
  board.addEventListener("htmx:error", () => {
    lost();
    connectLater(0);
  });
  board.addEventListener("htmx:response:error", (event) => {
    lost();
    const after = event.detail.ctx.response.headers.get("Retry-After");
    connectLater(Number(after) || 0);
  });

  // A link that died without a word: nothing has come for too long.
  setInterval(() => {
    if (document.hidden || Date.now() - heardAt < SILENCE_MS) return;
    if (line.dataset.state === "live") lost();
    if (connection && connection.reader) connection.reader.cancel().catch(() => {});
  }, 1000);

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && heardAtAll && Date.now() - heardAt > AGAIN_MS) lost();
  });
})();
