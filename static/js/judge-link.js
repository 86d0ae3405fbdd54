// The tablet's link to the server, on every page of the judge: says every few seconds that the
// tablet is there and what it still holds, and notices when nothing gets through. The page hears of
// it once that has lasted (`accord:unreachable`, detail {since} in milliseconds), and at the first
// answer and when it is over (`accord:reachable`), both on document.
// Comes last: it takes along whatever an earlier page left unsent.
(function (Accord) {
  "use strict";

  var EVERY = 10000;
  var SOON = 700;
  var TIMEOUT = 8000;
  // A Wi-Fi that drops for some seconds is no news to a judge.
  var PATIENCE = 30000;
  var LINK_PATIENCE = 4000;
  var outbox = Accord.outbox;
  var judge = document.documentElement.dataset.judge;
  var timer = 0;
  var busy = false;
  var lost = 0;
  var heard = false;
  var told = "";

  function device() {
    var own = Accord.store.read("accord.device");
    if (typeof own === "string" && /^[0-9a-f]{16}$/.test(own)) return own;
    own = Accord.store.random(8);
    Accord.store.write("accord.device", own);
    return own;
  }

  function waiting() {
    return outbox.all
      .filter(function (line) { return line.entry; })
      .map(function (line) {
        return {
          match: line.about.match,
          team: line.about.team,
          state: line.entry.state,
          phase: line.phase === "idle" ? "local" : line.phase,
          age_seconds: outbox.age(line.entry),
        };
      });
  }

  // What the control room would see differently.
  function gist(rows) {
    return rows.map(function (row) { return [row.match, row.team, row.state, row.phase].join("/"); })
      .sort().join(" ");
  }

  function tell(kind, detail) {
    document.dispatchEvent(new CustomEvent("accord:" + kind, { detail: detail }));
  }

  function reached() {
    if (heard && !lost) return;
    var again = Boolean(lost);
    heard = true;
    lost = 0;
    notice.hidden = true;
    tell("reachable", {});
    if (again) outbox.sendAll(false);
  }

  function failed() {
    if (!lost) lost = Date.now();
    if (Date.now() - lost >= PATIENCE) tell("unreachable", { since: lost });
  }

  function report() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    var rows = waiting();
    told = gist(rows);
    var stop = new AbortController();
    var clock = setTimeout(function () { stop.abort(); }, TIMEOUT);
    fetch("/api/v1/judge/presence", {
      method: "POST",
      body: JSON.stringify({ device: device(), waiting: rows }),
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": Accord.store.token(),
        "X-Accord-Judge": judge,
      },
    })
      .then(function (response) { if (response.status < 500) reached(); else failed(); }, failed)
      .then(function () {
        clearTimeout(clock);
        busy = false;
        timer = setTimeout(report, EVERY);
      });
  }

  // A phase changed: the control room hears of it soon, not at each keystroke.
  document.addEventListener("accord:moved", function () {
    if (gist(waiting()) === told) return;
    clearTimeout(timer);
    timer = setTimeout(report, SOON);
  });

  outbox.stranded(judge, outbox.all.map(function (line) { return line.name; }), function () {});

  // Without a worker, a page that is left while nothing gets through cannot be opened again: a
  // link asks the server first, and stays where it does not answer.
  var notice = document.querySelector("[data-stay]");

  function guarded(event) {
    var link = event.target.closest && event.target.closest("a[href]");
    var kept = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (!link || kept || event.defaultPrevented || event.button || link.target) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== window.location.origin || link.getAttribute("href").charAt(0) === "#") return;
    event.preventDefault();
    var stop = new AbortController();
    var clock = setTimeout(function () { stop.abort(); }, LINK_PATIENCE);
    fetch(link.href, {
      method: "HEAD", credentials: "same-origin", cache: "no-store", redirect: "manual",
      signal: stop.signal,
    }).then(function (response) {
      if (response.status >= 500) throw response;
      notice.hidden = true;
      window.location.assign(link.href);
    }, function () {
      failed();
      notice.hidden = false;
      notice.querySelector("p").focus();
    }).then(function () { clearTimeout(clock); });
  }
  document.addEventListener("click", guarded);

  // Whatever brings the network back, try at once; leaving the page, try a last time.
  window.addEventListener("online", function () { outbox.sendAll(false); report(); });
  window.addEventListener("offline", failed);
  window.addEventListener("pagehide", function () { outbox.sendAll(true); });
  document.addEventListener("visibilitychange", function () {
    outbox.sendAll(document.visibilityState === "hidden");
    if (document.visibilityState === "visible") report();
  });
  report();
})(window.Accord);
