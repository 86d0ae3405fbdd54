// The way in at a new server: what came behind the # is put aside, for the judge's own page.
(function (Accord) {
  "use strict";

  var ARRIVED = "accord.arrived:";
  // A link that anybody may have made must not fill the browser's store.
  var MOST = 20;
  var said = JSON.parse(document.getElementById("state").textContent).strings;
  var place = document.querySelector("[data-arrived]");

  function waiting() {
    var keys = [];
    for (var i = 0; i < localStorage.length; i += 1) {
      if (localStorage.key(i).indexOf(ARRIVED) === 0) keys.push(localStorage.key(i));
    }
    return keys;
  }

  function keep(read) {
    var name = ARRIVED + read.id;
    try {
      if (waiting().indexOf(name) < 0 && waiting().length >= MOST) return false;
      localStorage.setItem(name, JSON.stringify({ wire: read.wire, at: Date.now() }));
      return JSON.parse(localStorage.getItem(name)).wire === read.wire;
    } catch (error) { return false; }
  }

  function say(words, kind) {
    place.textContent = words;
    place.className = "message " + kind;
  }

  function tell(read) {
    say(said.here
      .replace("%(sheets)s", String(read.bundle.sheets.length))
      .replace("%(judge)s", String(read.bundle.judge).slice(0, 64)), "good");
  }

  // Shown again, say after a change of language: what came before is still here.
  function earlier() {
    var found = waiting().map(function (name) { return JSON.parse(localStorage.getItem(name)); });
    found.sort(function (one, other) { return other.at - one.at; });
    return found.length ? Accord.rescue.read(String(found[0].wire)) : null;
  }

  var letters = window.location.hash.slice(1);
  var came = letters ? Accord.rescue.read(Accord.rescue.fromLetters(letters)) : earlier();
  if (!came) say(said.nothing, "bad");
  else if (letters && !keep(came)) say(said.full, "bad");
  else {
    tell(came);
    // Not before the marks are kept: until then the address is the only place they are in here.
    history.replaceState(null, "", window.location.pathname);
  }
})(window.Accord);
