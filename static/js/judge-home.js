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
      var kind = line.phase === "declined" || line.phase === "offered" ? line.phase : "unsent";
      if (line.entry || kind === "declined") said[kind].push(line.about.label || line.about.team);
      if (line.entry) mark(line);
    });
    unsent.textContent = "";
    Object.keys(said).forEach(function (kind) {
      if (!said[kind].length) return;
      var sentence = document.createElement("span");
      sentence.textContent = state.strings["home_" + kind].replace("%(names)s", said[kind].join(", "));
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
  var warning = leave.querySelector("[data-leave-warning]");
  leave.addEventListener("submit", function (event) {
    var held = Accord.outbox.all.some(function (line) { return line.entry; });
    if (!held || !warning.hidden) return;
    event.preventDefault();
    warning.hidden = false;
    warning.textContent = state.strings.leave_unsent;
  });

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
