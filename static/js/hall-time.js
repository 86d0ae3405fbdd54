// The server's time on a machine whose own clock may be wrong or be put right in the middle.
//
// Any answer says in its Date header in which second it was made. Between asking and hearing lies
// the moment of that second, so each answer bounds the offset from this page's own running time
// (performance.now(), which nobody can set); a few answers at different parts of a second leave
// some hundredths. Nothing is asked that would not be the same bytes for everybody.
"use strict";

window.hallTime = (() => {
  const ASKS = 9;
  const APART_MS = 137;
  const AGAIN_MS = 5 * 60 * 1000;
  const place = document.getElementById("clock");
  let low = -Infinity;
  let high = Infinity;
  let offset = null;

  function bound(sent, got, second) {
    const [from, to] = [second - got, second + 1000 - sent];
    // The server's clock itself was set: what was known is worth nothing.
    if (from > high || to < low) [low, high] = [-Infinity, Infinity];
    low = Math.max(low, from);
    high = Math.min(high, to);
    // What agrees with the new bounds stays, so that nothing jumps while it is asked anew.
    if (offset === null || offset < low || offset > high) offset = (low + high) / 2;
  }

  function ask() {
    const sent = performance.now();
    return fetch(place.dataset.ask, { method: "HEAD", cache: "no-store" })
      .then((answer) => {
        const second = Date.parse(answer.headers.get("Date") || "");
        if (answer.ok && !Number.isNaN(second)) bound(sent, performance.now(), second);
      })
      .catch(() => {});
  }

  let asking = false;
  function measure() {
    if (asking) return;
    asking = true;
    // Two clocks drift apart: what was measured long ago bounds nothing now.
    [low, high] = [-Infinity, Infinity];
    let left = ASKS;
    const next = () => {
      ask().then(() => {
        left -= 1;
        if (left > 0) setTimeout(next, APART_MS);
        else asking = false;
      });
    };
    next();
  }

  measure();
  setInterval(measure, AGAIN_MS);

  return {
    // Milliseconds since 1970 as the server has them; this machine's own until it was heard.
    now: () => (offset === null ? Date.now() : performance.now() + offset),
    measure,
  };
})();
