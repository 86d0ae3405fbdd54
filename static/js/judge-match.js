// One match: every column with its line to the server, the review, and the way to the receipt.
(function (Accord) {
  "use strict";

  var state = JSON.parse(document.getElementById("state").textContent);
  var said = state.strings;
  var form = document.querySelector("[data-match]");
  var judge = state.competition + "/" + state.judge;
  var columns = [];
  var submitting = false;
  var question = null;
  var doubted = false;

  function each(selector, act) { form.querySelectorAll(selector).forEach(act); }

  function show(column) {
    var line = column.line;
    if (line.phase === "saved") {
      column.stored = line.answer.state;
      if (line.answer.state === "submitted") column.counting = line.answer.version;
      if (line.answer.submitted_version) column.counting = line.answer.submitted_version;
    }
    Accord.apart.declined(column);
    if (column.sheet) {
      var total = form.querySelector('[data-total="' + column.about.team + '"]');
      total.textContent = column.sheet.total();
      var shut = ["kept", "offered", "declined"].indexOf(line.phase) >= 0;
      if (column.shut && !shut && line.phase === "saved") { window.location.reload(); return; }
      if (shut !== column.shut && line.phase !== "saving") {
        column.sheet.lock(column.shut = shut);
        shutBeside();
      }
      if (line.phase === "refused") column.sheet.complain(line.errors);
      var met = line.phase === "conflict";
      if (met) column.choice.show(line.entry, line.current);
      if (met && !column.met) backToChoose(column);
      column.met = met;
    } else if (line.phase === "saved") {
      window.location.reload();
      return;
    } else {
      Accord.apart.kept(column);
    }
    Accord.say(column.said, column);
    each('[data-team="' + column.about.team + '"][data-cell="standing"] .saving', function (cell) {
      Accord.say(cell, column);
    });
    proceed();
  }

  // A round closes for all its sheets, whether the tablet has tried them or not; a sheet that was
  // reopened for this judge is open by itself.
  function shutBeside() {
    var shut = columns.some(function (column) { return column.shut; });
    columns.forEach(function (column) {
      if (!column.sheet || column.shut || column.line.entry || column.about.reopened) return;
      column.beside = shut;
      column.sheet.lock(shut);
      Accord.say(column.said, column);
    });
  }

  function edited(column) {
    return function () {
      column.line.write(column.sheet.content("draft"), false);
      show(column);
    };
  }

  function begin(about) {
    var known = Accord.apart.receiptSince(about, [judge, state.match, about.team].join("/"));
    var section = form.querySelector('[data-sheet="' + about.team + '"]');
    var column = {
      about: about,
      section: section,
      said: section.querySelector("[data-saving]"),
      stored: about.state,
      counting: about.counting,
      sheet: null,
      shut: false,
      beside: false,
      met: false,
    };
    var ready = false;
    column.line = new Accord.outbox.Line({
      judge: judge, match: state.match, team: about.team, address: about.address,
      label: section.querySelector("h2").textContent, page: window.location.pathname,
      version: about.version,
    }, function () { if (ready) show(column); });
    if (section.querySelector("[data-marks]")) {
      column.sheet = new Accord.Sheet(section, state, edited(column));
      column.choice = new Accord.Choice(section, state, function (content) {
        column.sheet.fill(content);
        column.line.choose(content);
      });
    }
    if (known && column.sheet) {
      column.sheet.fill(known.sent);
      column.line.answer = known.answer;
      column.line.phase = "saved";
    }
    var restored = column.line.restore();
    if (restored && about.mode === "submitted" && !document.documentElement.dataset.asOf) {
      window.location.replace("?change=1");
      return;
    }
    section.querySelector("[data-put-away]").addEventListener("click", function () {
      column.line.putAway();
      Accord.apart.declined(column);
    });
    Accord.apart.declined(column);
    if (restored && column.sheet) column.sheet.fill(column.line.entry);
    ready = true;
    columns.push(column);
    if (restored) { show(column); column.line.schedule(0); }
    else if (column.sheet) show(column);
  }

  function nameOf(team) {
    var heading = document.getElementById("team-" + team);
    var other = state.others.filter(function (row) { return row.team === team; })[0];
    return heading ? heading.textContent.trim() : other.called;
  }

  // Which sheets the button would submit: complete, and not submitted as they stand.
  function toSubmit() {
    return columns.filter(function (column) {
      if (!column.sheet || column.shut || column.beside) return false;
      if (column.line.phase === "conflict") return false;
      var done = column.stored === "submitted" && !column.line.entry;
      return column.sheet.isComplete() && !done;
    });
  }

  function label(ready) {
    var all = columns.length;
    if (!ready) return said.submit_none;
    if (ready === all && all <= 2) return all === 1 ? said.submit_one : said.submit_both;
    return Accord.fill(said.submit_some, { ready: ready, all: all });
  }

  function reviewing(on) {
    form.querySelector("[data-scoring]").hidden = on;
    form.querySelector("[data-review]").hidden = !on;
    form.querySelector("[data-back]").hidden = !on;
    form.querySelector("[data-submit]").hidden = !on;
    form.querySelector("[data-to-review]").hidden = on;
    document.body.classList.toggle("is-reviewing", on);
  }

  function review() {
    columns.forEach(function (column) {
      if (!column.sheet) return;
      var content = column.sheet.content("draft");
      each('[data-team="' + column.about.team + '"]', function (cell) {
        var what = cell.dataset.cell;
        if (!what || what === "standing") return;
        if (what === "total") { cell.textContent = column.sheet.total(); return; }
        if (what === "comment") { cell.textContent = content.comment || said.blank; return; }
        var refused = column.sheet.refused(what);
        cell.textContent = refused
          ? Accord.fill(said.cannot_stand, { value: refused })
          : content.marks[what] ? Accord.mark(content.marks[what]) : said.missing;
        cell.classList.toggle("refused-mark", Boolean(refused));
        cell.classList.toggle("missing", !content.marks[what] && !refused);
      });
    });
    doubted = !settled();
    offer();
    reviewing(true);
    window.scrollTo(0, 0);
    document.getElementById("review-title").focus({ preventScroll: true });
  }

  // Whether no row that would be submitted is odd, or the judge has said that it is meant.
  function settled() {
    return question.settled(
      columns.map(function (column) {
        var content = column.sheet ? column.sheet.content("draft") : column.about;
        return { team: column.about.team, name: column.line.name, marks: content.marks };
      }),
      toSubmit().map(function (column) { return column.about.team; })
    );
  }

  // While nothing gets through, the button says so as the row of states does.
  function underWay() {
    var waits = columns.some(function (c) { return c.submits && c.line.phase === "waiting"; });
    return waits ? said.submit_waiting.split("\n")[0] : said.submitting;
  }

  function offer() {
    var ready = toSubmit();
    var button = form.querySelector("[data-submit]");
    if (!button) return;
    button.disabled = submitting || !ready.length;
    button.textContent = submitting ? underWay() : label(ready.length);
    // A sheet that is not complete is more likely forgotten than meant to wait.
    var lacking = doubted || columns.some(function (c) {
      return c.sheet && (c.shut || c.beside || c.line.phase === "conflict" || !c.sheet.isComplete());
    });
    // What is closed whole has nothing to review.
    form.querySelector("[data-to-review]").disabled =
      columns.every(function (c) { return c.shut || c.beside; });
    button.classList.toggle("primary", !lacking);
    form.querySelector("[data-back]").classList.toggle("primary", lacking);
  }

  function submit() {
    if (!settled()) { question.insist(); return; }
    toSubmit().forEach(function (column) {
      column.line.write(column.sheet.content("submitted"), true);
      column.submits = true;
    });
    submitting = true;
    offer();
    proceed();
    var cell = form.querySelector('[data-cell="standing"]');
    if (submitting) cell.scrollIntoView({ block: "nearest" });
  }

  // What another device changed meanwhile is chosen among the marks, not on the review, whether the
  // judge has pressed the button there or is about to.
  function backToChoose(column) {
    if (form.querySelector("[data-review]").hidden) return;
    reviewing(false);
    column.choice.root.scrollIntoView({ block: "center" });
    column.choice.root.querySelector(".message").focus({ preventScroll: true });
  }

  // To the receipt as soon as every sheet that was submitted is received.
  function proceed() {
    var sent = columns.filter(function (column) {
      return column.submits || (column.line.entry && column.line.entry.state === "submitted");
    });
    if (!sent.length) { offer(); return; }
    sent.forEach(function (column) { column.submits = true; });
    var stuck = sent.some(function (column) {
      return ["conflict", "refused", "kept", "offered", "declined", "signed_out", "gone"].indexOf(column.line.phase) >= 0;
    });
    if (stuck) {
      submitting = false;
      sent.forEach(function (c) { c.submits = false; });
      offer();
      return;
    }
    var done = sent.every(function (column) {
      return !column.line.entry && column.line.phase === "saved" &&
        column.line.answer.state === "submitted";
    });
    if (done) window.location.assign(state.receipt);
    else offer();
  }

  state.sheets.forEach(begin);
  var open = columns.filter(function (column) { return column.sheet; });

  if (open.length && form.querySelector("[data-review]")) {
    question = new Accord.odd.Question(form, state, nameOf);
    question.tick.addEventListener("change", function () {
      doubted = !question.tick.checked;
      offer();
    });
    form.addEventListener("submit", function (event) {
      if (form.querySelector("[data-choice-server]")) return;
      event.preventDefault();
      if (event.submitter && event.submitter.hasAttribute("data-to-review")) review();
    });
    form.querySelector("[data-to-review]").addEventListener("click", function (event) {
      if (form.querySelector("[data-choice-server]")) return;
      event.preventDefault();
      review();
    });
    form.querySelector("[data-back]").addEventListener("click", function () {
      columns.forEach(function (column) { column.submits = false; });
      submitting = false;
      reviewing(false);
      window.scrollTo(0, 0);
    });
    form.querySelector("[data-submit]").addEventListener("click", submit);
  }

  window.addEventListener("storage", function (event) {
    columns.forEach(function (column) {
      if (!column.line.follow(event)) return;
      var known = Accord.store.read("accord.known:" + column.line.name);
      var content = column.line.entry || (known && known.sent);
      if (content && column.sheet) { column.sheet.fill(content); show(column); }
    });
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
  if (!Accord.store.works) {
    var warning = form.querySelector("[data-no-storage]");
    warning.hidden = false;
    warning.textContent = said.no_storage;
  }
})(window.Accord);
