// The outbox: every change is kept on the tablet first, then sent until the server's receipt.
//
// A line is one sheet on its way. What is not acknowledged stands in localStorage under
//   accord.outbox:<competition>/<judge>/<match>/<team>@<base version>
// as {address, label, marks, comment, state, base, attempt: {key, body} or null, at}. An attempt
// keeps its key and its bytes until the server has answered it, so a lost answer is asked for
// again and nothing is stored twice. Only a receipt removes an entry; what came too late is
// judge-late.js, what earlier pages left behind judge-stranded.js.
(function (Accord) {
  "use strict";

  var BOX = "accord.outbox:";
  var KNOWN = "accord.known:";
  var PAUSE = 500;
  var LONGEST_PAUSE = 2000;
  var TIMEOUT = 10000;
  var FIRST_RETRY = 1000;
  var LONGEST_RETRY = 20000;
  var OLDEST = 30 * 24 * 3600;

  var store = Accord.store;

  function content(from) {
    return { marks: from.marks, comment: from.comment, state: from.state };
  }

  function given(marks) {
    var kept = {};
    Object.keys(marks).sort().forEach(function (key) { if (marks[key]) kept[key] = marks[key]; });
    return kept;
  }

  function same(one, other) {
    return JSON.stringify(given(one.marks)) === JSON.stringify(given(other.marks)) &&
      (one.comment || "") === (other.comment || "");
  }

  // Seconds since an entry was written, by this tablet's clock, which may have been set meanwhile.
  function age(entry) {
    return Math.max(0, Math.min(OLDEST, Math.floor((Date.now() - entry.at) / 1000)));
  }

  // Every line of this page, for whoever looks after all of them.
  var all = [];

  // about: {judge: "competition/judge", match, team, address, label, version, page}
  function Line(about, changed) {
    this.about = about;
    this.changed = changed;
    this.name = about.judge + "/" + about.match + "/" + about.team;
    this.base = about.version;
    this.entry = null;
    // idle, local, saving, saved, waiting, conflict, kept, offered, declined, signed_out, gone, refused
    this.phase = "idle";
    this.answer = null;
    this.current = null;
    this.why = "";
    this.errors = {};
    this.tries = 0;
    this.timer = 0;
    this.due = 0;
    this.busy = false;
    // What the organiser said of a sheet that came too late: {decision, arrived_at, reason, …}
    this.late = null;
    all.push(this);
  }

  Line.prototype.slot = function (base) { return BOX + this.name + "@" + base; };

  // Take up what an earlier page left behind; true if there is something.
  Line.prototype.restore = function () {
    var found = store.keys(BOX + this.name + "@").map(store.read).filter(Boolean);
    found.sort(function (a, b) { return b.at - a.at; });
    if (!found.length) return false;
    this.entry = found[0];
    this.base = this.entry.base;
    this.move("local");
    return true;
  };

  // Keep a change and send it soon, or at once.
  Line.prototype.write = function (change, atOnce) {
    this.entry = {
      address: this.about.address,
      label: this.about.label,
      page: this.about.page,
      marks: change.marks,
      comment: change.comment,
      state: change.state,
      base: this.base,
      attempt: this.entry ? this.entry.attempt : null,
      at: Date.now(),
    };
    this.keep();
    if (this.phase === "conflict") return;
    if (!this.busy) this.move("local");
    var now = Date.now();
    if (!this.due) this.due = now + LONGEST_PAUSE;
    this.schedule(atOnce ? 0 : Math.max(0, Math.min(PAUSE, this.due - now)));
  };

  // The judge chose between two values: the choice goes over the server's version.
  Line.prototype.choose = function (change) {
    var before = this.slot(this.base);
    this.base = this.current.version;
    this.current = null;
    this.phase = "local";
    this.entry.attempt = null;
    this.write(change, true);
    if (before !== this.slot(this.base)) store.remove(before);
  };

  Line.prototype.keep = function () {
    if (this.entry) store.write(this.slot(this.entry.base), this.entry);
  };

  Line.prototype.move = function (phase) {
    this.phase = phase;
    this.changed(this);
    document.dispatchEvent(new CustomEvent("accord:moved"));
  };

  Line.prototype.schedule = function (wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.send.bind(this), wait);
  };

  Line.prototype.retry = function (least) {
    this.tries += 1;
    var wait = Math.min(LONGEST_RETRY, FIRST_RETRY * Math.pow(2, this.tries - 1));
    this.schedule(Math.max(least || 0, wait) * (0.5 + Math.random()));
  };

  Line.prototype.send = function (leaving) {
    clearTimeout(this.timer);
    if (this.busy || !this.entry || this.phase === "conflict") return;
    this.due = 0;
    var line = this;
    var attempt = this.entry.attempt;
    if (!attempt) {
      var body = content(this.entry);
      body.base_version = this.entry.base;
      attempt = { key: store.random(16), body: JSON.stringify(body) };
      this.entry.attempt = attempt;
      this.keep();
    }
    this.busy = true;
    if (this.phase !== "offered") this.move("saving");
    this.put(this.entry.address, attempt, attempt.body, leaving === true, this.heard);
  };

  // Put to the server; `then(response, answer or null, attempt)` when it has answered.
  Line.prototype.put = function (address, attempt, body, leaving, then) {
    var line = this;
    var stop = new AbortController();
    var clock = setTimeout(function () { stop.abort(); }, TIMEOUT);
    fetch(address, {
      method: "PUT",
      body: body,
      credentials: "same-origin",
      cache: "no-store",
      keepalive: leaving,
      signal: stop.signal,
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": attempt.key,
        "X-CSRFToken": store.token(),
        "X-Accord-Judge": this.about.judge,
      },
    })
      .then(function (response) {
        return response.json().then(
          function (answer) { return [response, answer]; },
          function () { return [response, null]; }
        );
      })
      .then(
        function (pair) { line.busy = false; then.call(line, pair[0], pair[1], attempt); },
        function () {
          line.busy = false;
          line.move(line.late ? "offered" : "waiting");
          line.retry();
        }
      )
      .then(function () { clearTimeout(clock); });
  };

  Line.prototype.heard = function (response, answer, attempt) {
    var status = response.status;
    if (status === 200 && answer && answer.version) return this.received(answer, attempt);
    if (status === 409 && answer && answer.current) return this.met(answer.current);
    if (status === 422 || status === 413) {
      this.entry.attempt = null;
      this.keep();
      this.errors = (answer && answer.errors) || {};
      return this.move("refused");
    }
    if (status === 423) return this.shut((answer && answer.message) || "", attempt);
    if (status === 401) { this.move("signed_out"); return this.retry(LONGEST_RETRY); }
    if (status === 404) { this.move("gone"); return this.retry(LONGEST_RETRY); }
    this.move("waiting");
    if (status === 400) store.renewToken().catch(function () {});
    var pause = Number(response.headers.get("Retry-After")) || 0;
    return this.retry(Math.min(60, pause) * 1000);
  };

  Line.prototype.received = function (answer, attempt) {
    var sent = JSON.parse(attempt.body);
    var before = this.slot(this.entry.base);
    this.tries = 0;
    this.errors = {};
    this.answer = answer;
    this.late = null;
    this.base = answer.version;
    store.write(KNOWN + this.name, { answer: answer, sent: content(sent), key: attempt.key });
    if (same(sent, this.entry) && sent.state === this.entry.state) {
      this.entry = null;
      store.remove(before);
      return this.move("saved");
    }
    this.entry.base = this.base;
    this.entry.attempt = null;
    this.keep();
    store.remove(before);
    this.move("local");
    return this.schedule(PAUSE);
  };

  // Another device wrote meanwhile. Where it wrote the same there is nothing to choose.
  Line.prototype.met = function (current) {
    this.entry.attempt = null;
    this.keep();
    // A comment that came with a competition file may be one text in two languages.
    if (current.comment && typeof current.comment === "object") {
      current.comment = current.comment[document.documentElement.lang.slice(0, 2)] ||
        Object.values(current.comment)[0];
    }
    this.current = current;
    if (!same(this.entry, current)) return this.move("conflict");
    var before = this.slot(this.entry.base);
    this.base = current.version;
    this.current = null;
    if (this.entry.state === "draft" || current.state === "submitted") {
      this.answer = current;
      this.entry = null;
      store.remove(before);
      return this.move("saved");
    }
    this.entry.base = this.base;
    this.keep();
    store.remove(before);
    return this.schedule(0);
  };

  // Another page of this browser changed or sent the same sheet: follow it.
  Line.prototype.follow = function (event) {
    if (!event.key || event.key.indexOf(BOX + this.name + "@") !== 0 || this.busy) return false;
    if (event.newValue) {
      this.entry = JSON.parse(event.newValue);
      this.base = this.entry.base;
      this.move("local");
      this.schedule(LONGEST_RETRY / 4);
      return true;
    }
    var known = store.read(KNOWN + this.name);
    if (!known || store.keys(BOX + this.name + "@").length) return false;
    clearTimeout(this.timer);
    this.entry = null;
    this.answer = known.answer;
    this.base = known.answer.version;
    this.move("saved");
    return true;
  };

  // Try now whatever waits; `leaving` for the last time of this page.
  function sendAll(leaving) {
    all.forEach(function (line) { if (line.entry) line.send(leaving); });
  }

  Accord.outbox = {
    BOX: BOX, Line: Line, same: same, age: age, all: all, sendAll: sendAll,
  };
})(window.Accord);
