// The judge's list: sends what an earlier page left on the tablet, and says when the list is old.
(function (Accord) {
  "use strict";

  var state = JSON.parse(document.getElementById("state").textContent);
  var offline = document.querySelector("[data-offline]");
  var unsent = document.querySelector("[data-unsent]");
  var lines = [];

  // One sentence for each kind of thing that this tablet still holds.
  function show() {
    var said = { unsent: [], offered: [], declined: [] };
    lines.forEach(function (line) {
      if (!line.entry) return;
      said[line.phase === "offered" ? "offered" : "unsent"].push(line.about.label || line.about.team);
      mark(line);
    });
    // Until the judge puts it away, on whatever page it was declined.
    Accord.store.keys("accord.declined:" + state.judge + "/").forEach(function (key) {
      var aside = Accord.store.read(key);
      if (aside) said.declined.push(aside.entry.label || key.split("/").pop());
    });
    unsent.textContent = "";
    Object.keys(said).forEach(function (kind) {
      if (!said[kind].length) return;
      var sentence = document.createElement("span");
      sentence.textContent = state.strings["home_" + kind].replace("%(names)s", said[kind].join(state.strings.between));
      unsent.appendChild(sentence);
    });
    unsent.hidden = !unsent.firstChild;
  }

  // A sheet that is not all with the server yet bears the same sign here as on its own page.
  function mark(line) {
    var place = document.querySelector(
      '[data-row="' + line.about.match + "/" + line.about.team + '"]'
    );
    if (!place) return;
    var asks = ["conflict", "refused", "kept", "offered", "signed_out", "gone"];
    var look = asks.indexOf(line.phase) >= 0 ? line.phase : "waiting";
    place.dataset.state = look;
    place.querySelector("[data-sign]")
      .setAttribute("href", "#sign-" + (state.signs[look] || state.signs.unknown));
    var words = { conflict: state.strings.conflict_there, offered: state.strings.offered }[look];
    // The second line of what came too late has a time that the match's own page knows.
    place.querySelector("[data-words]").textContent = look === "offered"
      ? words.split("\n")[0]
      : words || state.strings.waiting;
  }

  lines = Accord.outbox.stranded(state.judge, [], show);
  show();

  // Signing out with marks that only this tablet has takes a second, deliberate touch.
  var leave = document.querySelector("[data-leave]");
  var asked = false;
  var warning = leave.querySelector("[data-leave-warning]");
  // Without the server nobody is signed out, and a page left could not be opened again.
  var away = Boolean(document.documentElement.dataset.asOf);
  document.addEventListener("accord:unreachable", function () { away = true; });
  document.addEventListener("accord:reachable", function () { away = false; });
  leave.addEventListener("submit", function (event) {
    if (away) {
      event.preventDefault();
      asked = false;
      warning.hidden = false;
      warning.textContent = state.strings.leave_away;
      return;
    }
    var held = Accord.outbox.all.some(function (line) { return line.entry; });
    if (!held || asked) return;
    event.preventDefault();
    asked = true;
    warning.hidden = false;
    warning.textContent = state.strings.leave_unsent;
  });

  function connection(works) {
    away = !works;
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
