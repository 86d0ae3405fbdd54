// A page that is asked for anew when the stream says that there is something newer. Of a message
// it takes the number alone; thousands hear it in the same instant, so each waits a while of its
// own before it asks, and has one request under way at most.
"use strict";

(() => {
  const AGAIN_MS = 10000; // After a try that failed; the slow poll asks besides.
  const page = () => document.querySelector("[data-follow]");
  const seen = () => Number(page().dataset.number);
  let newest = 0;
  let wanted = 0;
  let waiting = 0;
  let asking = false;

  function ask() {
    waiting = 0;
    if (asking || seen() >= newest) return;
    htmx.trigger(page(), "news", {}, false);
  }

  function follow() {
    if (waiting || asking || seen() >= newest) return;
    const failed = seen() < wanted;
    const most = failed ? AGAIN_MS : Number(page().dataset.follow);
    waiting = setTimeout(ask, (failed ? AGAIN_MS : 0) + most * Math.random());
  }

  document.addEventListener("htmx:sse:after:message", (event) => {
    const number = Number(event.detail.message.event ? 0 : event.detail.message.id);
    newest = Math.max(newest, number);
    follow();
  });
  document.addEventListener("htmx:before:request", (event) => {
    if (event.target !== page()) return;
    asking = true;
    wanted = newest;
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.target !== page()) return;
    asking = false;
    follow();
  });
})();
