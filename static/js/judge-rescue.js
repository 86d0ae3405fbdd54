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

  function fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  }

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
    return fill(sheet.version ? said.received : said.unsent, values);
  }

  function listed(wire) {
    var sheets = Accord.rescue.read(wire).bundle.sheets;
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
      var marks = make("td", "", "figure");
      state.dimensions.forEach(function (dimension) {
        marks.appendChild(make("span", sheet.marks[dimension] ? Accord.mark(sheet.marks[dimension]) : "–"));
        marks.appendChild(document.createTextNode(" "));
      });
      row.appendChild(marks);
    });
    return table;
  }

  // Codes, one after the other.

  var codes = [];
  var turn = 0;
  var timer = 0;

  function draw(text) {
    var code = qrcode(0, "M");
    code.addData(text, "Byte");
    code.make();
    var count = code.getModuleCount();
    var path = "";
    for (var row = 0; row < count; row += 1) {
      for (var column = 0; column < count; column += 1) {
        if (code.isDark(row, column)) path += "M" + (column + 4) + " " + (row + 4) + "h1v1h-1z";
      }
    }
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 " + (count + 8) + " " + (count + 8));
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", fill(said.code, { number: turn + 1, total: codes.length }));
    var dots = document.createElementNS(space, "path");
    dots.setAttribute("d", path);
    svg.appendChild(dots);
    find("code").textContent = "";
    find("code").appendChild(svg);
  }

  function show(number) {
    turn = (number + codes.length) % codes.length;
    draw(codes[turn]);
    find("count").textContent = fill(said.count, { number: turn + 1, total: codes.length });
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

  // A file.

  function saveFile(wire) {
    var bundle = Accord.rescue.read(wire).bundle;
    var address = URL.createObjectURL(new Blob([wire], { type: "application/json" }));
    var link = make("a");
    link.href = address;
    link.download = "accord-rescue-" + bundle.competition + "-" + bundle.judge + ".json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
  }

  // A new address.

  // What people type for an address: a host, a port perhaps, perhaps all of it; "" for none.
  function origin(typed) {
    var text = typed.trim().replace(/[：。]/g, function (sign) { return sign === "：" ? ":" : "."; });
    if (!/^https?:\/\//i.test(text)) text = "http://" + text;
    try {
      var address = new URL(text);
      var sound = /^https?:$/.test(address.protocol) && address.hostname && !address.username;
      return sound && !/\s/.test(typed.trim()) ? address.origin : "";
    } catch (error) { return ""; }
  }

  find("move").addEventListener("submit", function (event) {
    event.preventDefault();
    var field = document.getElementById("rescue-new-address");
    var target = origin(field.value);
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
  find("file").addEventListener("click", function () { saveFile(Accord.held.bundle(state)); });
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

  // Offered plainly: above the buttons of a match, where it moves nothing, or at the list's top.
  var foot = document.querySelector("[data-match] .foot");
  var home = document.querySelector(".home");
  if (foot) foot.insertBefore(offer, foot.firstChild);
  else if (home) {
    home.insertBefore(notices, home.children[1] || null);
    home.insertBefore(offer, notices);
  }
  document.addEventListener("accord:unreachable", function (event) {
    var since = event.detail && event.detail.since;
    if (typeof since !== "number") since = Date.now();
    offer.querySelector("[data-rescue-since]").textContent = fill(said.since, { at: at(since) });
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
    button(said.save, function () { saveFile(arrival.read.wire); });
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
        : fill(said.foreign, { judge: String(bundle.judge).slice(0, 64) });
      setAside(arrival, words);
      notice(words);
      return;
    }
    var came = Accord.held.takeUp(state, arrival);
    if (came.waiting.length) notice(fill(said.later, { names: came.waiting.join(said.between) }));
    if (came.taken) anything = true;
  });
  // The scripts of the page have looked into the outbox already; they shall look again.
  if (anything) window.location.reload();
})(window.Accord);
