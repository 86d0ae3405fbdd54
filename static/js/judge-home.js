// The judge's list: sends what an earlier page left on the tablet, and says when the list is old.
(function (Accord) {
  "use strict";

  var state = JSON.parse(document.getElementById("state").textContent);
  var offline = document.querySelector("[data-offline]");
  var unsent = document.querySelector("[data-unsent]");
  var lines = [];

  function show() {
    var waiting = lines.filter(function (line) { return line.entry; });
    var names = waiting.map(function (line) { return line.entry.label || line.about.team; });
    unsent.hidden = !waiting.length;
    unsent.textContent = waiting.length
      ? state.strings.unsent.replace("%(names)s", names.join(", "))
      : "";
    waiting.forEach(mark);
  }

  // A sheet that is not all with the server yet bears the same sign here as on its own page.
  function mark(line) {
    var place = document.querySelector(
      '[data-row="' + line.about.match + "/" + line.about.team + '"]'
    );
    if (!place) return;
    var asks = ["conflict", "refused", "kept", "signed_out", "gone"].indexOf(line.phase) >= 0;
    var look = asks ? line.phase : "waiting";
    place.dataset.state = look;
    place.querySelector("[data-sign]")
      .setAttribute("href", "#sign-" + (state.signs[look] || state.signs.unknown));
    place.querySelector("[data-words]").textContent =
      look === "conflict" ? state.strings.conflict_there : state.strings.waiting;
  }

  lines = Accord.outbox.stranded(state.judge, [], show);
  show();
  Accord.outbox.watch(function () { return lines; });

  function connection(works) {
    offline.hidden = works;
    offline.textContent = works ? "" : state.strings.offline;
  }
  document.addEventListener("htmx:after:request", function (event) {
    var status = event.detail.ctx.response.status;
    // The link was renewed: the page that now stands here says what to do.
    if (status === 404) window.location.reload();
    connection(status < 500);
  });
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("htmx:error", function () { connection(false); });
})(window.Accord);
