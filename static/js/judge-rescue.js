// If the server does not come back: what the tablet holds, as codes, as a file, at a new address.
//
// A page that hears nothing from the server says so with the event `accord:unreachable`
// ({since}: milliseconds) on the document, and `accord:reachable` once it hears again.
(function (Accord) {
  "use strict";

  var TURN = 2500;
  var state = JSON.parse(document.getElementById("rescue-state").textContent);
  var said = state.strings;
  var panel = document.querySelector("[data-rescue]");
  var ways = find("ways");
  var shown = find("show");
  var offer = document.querySelector("[data-rescue-offer]");
  var notices = document.querySelector("[data-rescue-notices]");
  var opener = null;
  var clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: state.zone,
  });

  function find(name) { return panel.querySelector("[data-rescue-" + name + "]"); }

  function at(time) {
    var date = new Date(time);
    return time !== null && !isNaN(date) ? clock.format(date) : "–";
  }

  function make(tag, words, name) {
    var element = document.createElement(tag);
    if (words) element.textContent = words;
    if (name) element.className = name;
    return element;
  }

  // The list of what is held.

  function where(sheet) {
    var values = { at: at(sheet.written_at), state: said[sheet.state], receipt: sheet.receipt };
    return Accord.fill(sheet.version ? said.received : said.unsent, values);
  }

  // The bundle holds every state of a sheet, the oldest first; people look for the newest.
  function newest(sheets) {
    return sheets.filter(function (sheet, at) {
      return !sheets.slice(at + 1).some(function (later) {
        return later.match === sheet.match && later.team === sheet.team;
      });
    });
  }

  function listed(wire) {
    var sheets = newest(Accord.rescue.read(wire).bundle.sheets);
    if (!sheets.length) return make("p", said.nothing, "quiet");
    var table = make("table", "", "rescue-held");
    var head = table.createTHead().insertRow();
    [said.team, said.where, said.marks].forEach(function (words) {
      var cell = make("th", words);
      cell.scope = "col";
      head.appendChild(cell);
    });
    var body = table.createTBody();
    sheets.forEach(function (sheet) {
      var about = Accord.held.labelled(state, sheet);
      var row = body.insertRow();
      var name = make("th");
      name.scope = "row";
      name.appendChild(make("bdi", about.name));
      name.appendChild(make("span", about.title || sheet.match, "quiet"));
      row.appendChild(name);
      var place = make("td", where(sheet), "standing");
      place.dataset.state = sheet.version ? "saved" : "waiting";
      row.appendChild(place);
      var marks = row.insertCell();
      state.dimensions.forEach(function (dimension) {
        var pair = make("span", dimension.name + " ", "rescue-mark");
        var mark = sheet.marks[dimension.key];
        pair.appendChild(make("b", mark ? Accord.mark(mark) : "–", "figure"));
        marks.appendChild(pair);
        marks.appendChild(document.createTextNode(" "));
      });
    });
    return table;
  }

  // Codes, one after the other.

  var codes = [];
  var turn = 0;
  var timer = 0;

  function show(number) {
    turn = (number + codes.length) % codes.length;
    find("code").textContent = "";
    var which = { number: turn + 1, total: codes.length };
    find("code").appendChild(Accord.ways.drawn(codes[turn], Accord.fill(said.code, which)));
    find("count").textContent = Accord.fill(said.count, which);
  }

  function turning(on) {
    clearInterval(timer);
    timer = on ? setInterval(function () { show(turn + 1); }, TURN) : 0;
    find("pause").textContent = on ? said.pause : said.turn;
  }

  function showCodes(wire, whose) {
    codes = Accord.rescue.codes(wire);
    if (!codes.length) { find("list").appendChild(make("p", said.too_many, "message bad")); return; }
    find("whose").textContent = whose;
    ways.hidden = true;
    shown.hidden = false;
    ["back", "pause", "next"].forEach(function (name) { find(name).hidden = codes.length < 2; });
    show(0);
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    turning(codes.length > 1 && !still);
    find("count").focus({ preventScroll: true });
  }

  function step(by) {
    return function () { turning(false); show(turn + by); };
  }

  find("next").addEventListener("click", step(1));
  find("back").addEventListener("click", step(-1));
  find("pause").addEventListener("click", function () { turning(!timer); });
  find("done").addEventListener("click", function () {
    turning(false);
    shown.hidden = true;
    ways.hidden = false;
    document.getElementById("rescue-title").focus();
  });

  // A new address.

  find("move").addEventListener("submit", function (event) {
    event.preventDefault();
    var field = document.getElementById("rescue-new-address");
    var target = Accord.ways.origin(field.value);
    var same = target === window.location.origin;
    var wrong = !target ? said.no_address : same ? said.same_address : "";
    document.getElementById("rescue-address-error").textContent = wrong;
    field.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) { field.focus(); return; }
    var letters = Accord.rescue.toLetters(Accord.held.bundle(state));
    // In a tab of its own: where the address is wrong, this page could not be loaded again.
    var way = make("a");
    way.href = target + "/judge/arrive#" + letters;
    way.target = "_blank";
    way.rel = "noopener";
    document.body.appendChild(way);
    way.click();
    way.remove();
  });

  // The panel.

  function open(event) {
    opener = event.currentTarget;
    var wire = Accord.held.bundle(state);
    find("list").textContent = "";
    find("list").appendChild(listed(wire));
    find("roads").hidden = !Accord.rescue.read(wire).bundle.sheets.length;
    panel.hidden = false;
    document.documentElement.classList.add("in-rescue");
    document.getElementById("rescue-title").focus();
  }

  function close() {
    turning(false);
    shown.hidden = true;
    ways.hidden = false;
    panel.hidden = true;
    document.documentElement.classList.remove("in-rescue");
    if (opener) opener.focus();
  }

  document.querySelectorAll("[data-rescue-open]").forEach(function (button) {
    button.addEventListener("click", open);
  });
  find("close").addEventListener("click", close);
  find("codes").addEventListener("click", function () {
    showCodes(Accord.held.bundle(state), state.name);
  });
  find("file").addEventListener("click", function () { Accord.ways.saveFile(Accord.held.bundle(state)); });
  panel.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(); return; }
    if (event.key !== "Tab") return;
    // The page below is out of reach while the panel is there.
    var stops = Array.from(panel.querySelectorAll("button, input")).filter(function (each) {
      return each.offsetParent !== null;
    });
    var end = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== end) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  });

  // Offered plainly at the foot of a match or of the list, where it moves nothing.
  var foot = document.querySelector("[data-match] .foot");
  var home = document.querySelector(".home-foot");
  if (foot) foot.insertBefore(offer, foot.firstChild);
  else if (home) {
    home.appendChild(notices);
    home.appendChild(offer);
  }
  document.addEventListener("accord:unreachable", function (event) {
    var since = event.detail && event.detail.since;
    if (typeof since !== "number") since = Date.now();
    offer.querySelector("[data-rescue-since]").textContent = Accord.fill(said.since, { at: at(since) });
    offer.hidden = false;
    document.body.classList.add("is-offered");
  });
  document.addEventListener("accord:reachable", function () {
    offer.hidden = true;
    document.body.classList.remove("is-offered");
  });

  // What came from another server.

  function notice(words) {
    var box = offer.cloneNode(true);
    box.hidden = false;
    box.querySelector("[data-rescue-since]").textContent = words;
    box.querySelector("[data-rescue-open]").addEventListener("click", open);
    notices.appendChild(box);
  }

  // Kept apart, and shown so: it can be read off, saved, and after a second touch removed.
  function setAside(arrival, words) {
    var box = make("section", "", "rescue-apart");
    box.appendChild(make("p", words, "message waiting"));
    var acts = make("p", "", "acts");
    function button(label, act) {
      var made = make("button", label);
      made.type = "button";
      made.addEventListener("click", act);
      acts.appendChild(made);
      return made;
    }
    button(said.show, function () { showCodes(arrival.read.wire, String(arrival.read.bundle.judge)); });
    button(said.save, function () { Accord.ways.saveFile(arrival.read.wire); });
    var sure = false;
    var forget = button(said.forget, function () {
      if (!sure) { sure = true; forget.textContent = said.forget_sure; forget.className = "danger"; return; }
      Accord.store.remove(arrival.name);
      box.remove();
    });
    box.appendChild(acts);
    find("aside").appendChild(box);
  }

  var anything = false;
  Accord.held.arrived().forEach(function (arrival) {
    var bundle = arrival.read.bundle;
    var mine = bundle.competition === state.competition && bundle.judge === state.judge;
    if (!mine || !arrival.read.isSealedWith(state.key)) {
      var words = mine ? said.unknown
        : Accord.fill(said.foreign, { judge: String(bundle.judge).slice(0, 64) });
      setAside(arrival, words);
      notice(words);
      return;
    }
    var came = Accord.held.takeUp(state, arrival);
    if (came.waiting.length) notice(Accord.fill(said.later, { names: came.waiting.join(said.comma) }));
    if (came.taken) anything = true;
  });
  // The scripts of the page have looked into the outbox already; they shall look again.
  if (anything) window.location.reload();
})(window.Accord);
