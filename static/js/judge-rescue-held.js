// What this tablet holds of its judge, as a signed bundle; and bundles that came from elsewhere.
//
//   accord.arrived:<id>     {wire, at, taken}: put aside by /judge/arrive, not yet all taken up
//   accord.rescue:<judge>   {key, name, held, made}: the key survives the server here
// Nothing here sends anything: what is taken up goes into the outbox, and the outbox sends it.
(function (Accord) {
  "use strict";

  var BOX = "accord.outbox:";
  var KNOWN = "accord.known:";
  var ARRIVED = "accord.arrived:";
  var OWN = "accord.rescue:";
  var KEY = /^[a-z0-9-]{1,64}$/;
  var store = Accord.store;

  function moment(time) {
    var date = new Date(time);
    return isNaN(date) ? null : date.toISOString();
  }

  function record(names, content, more) {
    return Object.assign({
      match: names[0], team: names[1], marks: content.marks || {},
      comment: typeof content.comment === "string" ? content.comment : "",
      state: content.state === "submitted" ? "submitted" : "draft",
    }, more);
  }

  // A write keeps the key that it was sent with. One that never had a key gets one from what it
  // says, so that the same sheet by file and by code is the same write.
  function keyed(judge, sheet, key) {
    sheet.key = key ||
      Accord.rescue.digest(Accord.rescue.canonical([judge, sheet])).slice(0, 32);
    return sheet;
  }

  function acknowledged(judge, key) {
    var known = store.read(key);
    if (!known || !known.answer || !known.sent || !(known.answer.version > 0)) return [];
    return [keyed(judge, record(key.slice((KNOWN + judge + "/").length).split("/"), known.sent, {
      base_version: known.answer.version - 1,
      written_at: moment(known.answer.stored_at),
      version: known.answer.version,
      receipt: String(known.answer.receipt || ""),
    }), known.key)];
  }

  function unsent(judge, key) {
    var entry = store.read(key);
    if (!entry || !entry.marks) return [];
    var names = key.slice((BOX + judge + "/").length, key.lastIndexOf("@")).split("/");
    var about = { base_version: entry.base || 0, written_at: moment(entry.at) };
    var own = record(names, entry, about);
    var body = null;
    try { body = JSON.parse(entry.attempt.body); } catch (error) { /* Nothing is on its way. */ }
    if (!body) return [keyed(judge, own)];
    var tried = record(names, body, { key: entry.attempt.key, base_version: body.base_version,
      written_at: about.written_at });
    var same = Accord.outbox.same(tried, own) && tried.state === own.state;
    // What is on its way, and what was typed over it since.
    return same ? [tried] : [tried, keyed(judge, own)];
  }

  // Everything of the judge ("competition/judge"), sheet by sheet, the oldest state first.
  function held(judge) {
    var sheets = [];
    store.keys(KNOWN + judge + "/").forEach(function (key) {
      sheets = sheets.concat(acknowledged(judge, key));
    });
    store.keys(BOX + judge + "/").sort(function (one, other) {
      return (store.read(one) || {}).at - (store.read(other) || {}).at;
    }).forEach(function (key) { sheets = sheets.concat(unsent(judge, key)); });
    return sheets.filter(function (sheet) { return KEY.test(sheet.match) && KEY.test(sheet.team); });
  }

  // The signed line of text. While nothing changes it stays the same, so that codes read before
  // and after the panel was shut belong together.
  function bundle(state) {
    var judge = state.competition + "/" + state.judge;
    var sheets = held(judge);
    var print = Accord.rescue.digest(Accord.rescue.canonical(sheets));
    var kept = store.read(OWN + judge) || {};
    var made = kept.held === print && kept.key === state.key ? kept.made : moment(Date.now());
    store.write(OWN + judge, { key: state.key, name: state.name, held: print, made: made });
    return Accord.rescue.write({
      competition: state.competition, judge: state.judge, made_at: made, sheets: sheets,
    }, state.key);
  }

  // What came from another server and waits here: [{name, read}].
  function arrived() {
    return store.keys(ARRIVED).map(function (name) {
      var kept = store.read(name);
      return { name: name, kept: kept, read: kept && Accord.rescue.read(String(kept.wire)) };
    }).filter(function (each) { return each.read; });
  }

  function isSheet(sheet) {
    return sheet && KEY.test(sheet.match) && KEY.test(sheet.team) && typeof sheet.key === "string" &&
      sheet.marks && typeof sheet.marks === "object" && sheet.base_version >= 0;
  }

  function labelled(state, sheet) {
    return state.sheets.filter(function (each) {
      return each.match === sheet.match && each.team === sheet.team;
    })[0] || { name: sheet.team };
  }

  function entryFor(state, name, first, last) {
    var body = { marks: first.marks, comment: first.comment, state: first.state,
      base_version: first.base_version };
    return {
      address: "/api/v1/competitions/" + state.competition + "/sheets/" + name,
      label: labelled(state, last).name,
      page: "/judge/matches/" + last.match,
      marks: last.marks, comment: last.comment, state: last.state, base: first.base_version,
      attempt: { key: first.key, body: JSON.stringify(body) },
      at: Date.parse(last.written_at) || Date.now(),
    };
  }

  // Take one arrival of this judge up: its unsent sheets go into the outbox with the keys they
  // had, what was acknowledged is remembered. Where this tablet has typed something newer for a
  // sheet, that is saved first. Gives the names of the sheets that wait.
  function takeUp(state, arrival) {
    var judge = state.competition + "/" + state.judge;
    var sheets = arrival.read.bundle.sheets.filter(isSheet);
    var waiting = [];
    var taken = arrival.kept.taken || [];
    var before = taken.length;
    var groups = {};
    sheets.forEach(function (sheet) {
      var name = sheet.match + "/" + sheet.team;
      if (sheet.version) {
        if (!store.read(KNOWN + judge + "/" + name)) {
          store.write(KNOWN + judge + "/" + name, {
            answer: { version: sheet.version, receipt: sheet.receipt, state: sheet.state,
              stored_at: sheet.written_at },
            sent: { marks: sheet.marks, comment: sheet.comment, state: sheet.state },
            key: sheet.key,
          });
        }
        return;
      }
      (groups[name] = groups[name] || []).push(sheet);
    });
    Object.keys(groups).forEach(function (name) {
      if (taken.indexOf(name) >= 0) return;
      var group = groups[name];
      var last = group[group.length - 1];
      var tried = group[group.length - 2];
      // An attempt and what was typed over it since are two states of one line of the outbox.
      var first = tried && tried.base_version === last.base_version ? tried : last;
      var slot = BOX + judge + "/" + name + "@" + first.base_version;
      var entry = entryFor(state, name, first, last);
      var free = !store.keys(BOX + judge + "/" + name + "@").length;
      if (free) store.write(slot, entry);
      if (free && JSON.stringify(store.read(slot)) === JSON.stringify(entry)) taken.push(name);
      else waiting.push(entry.label);
    });
    if (!waiting.length) store.remove(arrival.name);
    else store.write(arrival.name, { wire: arrival.kept.wire, at: arrival.kept.at, taken: taken });
    return { waiting: waiting, taken: taken.length > before };
  }

  Accord.held = { bundle: bundle, held: held, arrived: arrived, takeUp: takeUp, labelled: labelled };
})(window.Accord);
