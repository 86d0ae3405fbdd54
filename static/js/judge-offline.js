// The page's half of working without a network: has the worker keep the judge's pages, and says
// of a page that comes from there how old it is.
(function () {
  "use strict";

  var line = document.querySelector("[data-as-of-line]");
  var seen = Number(document.documentElement.dataset.asOf);

  if (seen) {
    var time = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
      timeZone: line.dataset.zone,
    });
    line.querySelector("[data-as-of-words]").textContent =
      line.dataset.words.replace("%(at)s", time.format(new Date(seen)));
    // A page that does not bring itself up to date goes on being old.
    document.addEventListener("accord:reachable", function () {
      line.querySelector("[data-as-of-words]").textContent =
        line.dataset.wordsBack.replace("%(at)s", time.format(new Date(seen)));
    });
    document.addEventListener("htmx:after:request", function (event) {
      if (event.detail.ctx.response.status < 300) line.hidden = true;
    });
  }

  if (!window.isSecureContext || !navigator.serviceWorker) return;
  navigator.serviceWorker.register("/judge/worker.js", { scope: "/j" }).then(function () {
    return navigator.serviceWorker.ready;
  }).then(function (registration) {
    var links = Array.from(document.querySelectorAll("#desk .card-link"));
    registration.active.postMessage({
      keep: [window.location.href, "/judge/away"]
        .concat(links.map(function (link) { return link.href; })),
    });
  }).catch(function () {
    // A browser that refuses goes on as over plain http: the outbox needs no worker.
  });
})();
