// A second copy of the outbox, for the battery that dies and the browser that crashes.
//
// What a page writes to localStorage is in the browser's memory for a while (many seconds in
// Chromium) before it is on the tablet's disk; IndexedDB with strict durability is on the disk
// when its transaction completes. So every entry is written here too, and what this copy has
// and localStorage lost is put back when a page opens. An entry that comes back although the
// server has it is harmless: it is sent under its old key, and answered as before.
(function (Accord) {
  "use strict";

  var PREFIX = "accord.outbox:";
  var SHELF = "entries";
  var opening = null;
  // What this page has let go of since it opened; the shelf may hear of it a moment later.
  var dropped = {};

  function open() {
    if (opening) return opening;
    opening = new Promise(function (resolve, reject) {
      var asked = window.indexedDB.open("accord.journal", 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(SHELF); };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = asked.onblocked = function () { reject(asked.error); };
    });
    return opening;
  }

  // Do something with the shelf; without IndexedDB the tablet has the one copy.
  function on(mode, act) {
    return open().then(function (database) {
      return new Promise(function (resolve, reject) {
        var turn = database.transaction(SHELF, mode, { durability: "strict" });
        var asked = act(turn.objectStore(SHELF));
        turn.oncomplete = function () { resolve(asked.result); };
        turn.onerror = turn.onabort = function () { reject(turn.error); };
      });
    });
  }

  function nothing() {}

  function put(key, value) {
    if (key.indexOf(PREFIX) !== 0) return;
    delete dropped[key];
    on("readwrite", function (shelf) { return shelf.put(value, key); }).catch(nothing);
  }

  function drop(key) {
    if (key.indexOf(PREFIX) !== 0) return;
    dropped[key] = true;
    on("readwrite", function (shelf) { return shelf.delete(key); }).catch(nothing);
  }

  // Whether `one` was written after `other`; an entry that is being sent is the later of two.
  function isNewer(one, other) {
    if (!other || one.at !== other.at) return !other || one.at > other.at;
    return Boolean(one.attempt) && !other.attempt;
  }

  // Whether this copy only outlived what the server has, or what the organiser has not accepted.
  function isSettled(key, entry) {
    var name = key.slice(PREFIX.length, key.lastIndexOf("@"));
    var known = Accord.store.read("accord.known:" + name);
    var aside = Accord.store.read("accord.declined:" + name);
    if (aside && aside.entry.at === entry.at) return true;
    // The same sheet stands in the outbox over a later version, at least as new.
    var later = Accord.store.keys(PREFIX + name + "@").some(function (other) {
      return other !== key && Accord.store.read(other).at >= entry.at;
    });
    if (later) return true;
    return Boolean(known) && known.answer.version > entry.base &&
      known.sent.state === entry.state && Accord.outbox.same(known.sent, entry);
  }

  // Put back what localStorage has lost; whether there was any.
  function recover() {
    return on("readonly", function (shelf) { return shelf.getAllKeys(); }).then(function (keys) {
      return Promise.all(keys.map(function (key) {
        return on("readonly", function (shelf) { return shelf.get(key); }).then(function (entry) {
          if (!entry || dropped[key] || !isNewer(entry, Accord.store.read(key))) return false;
          if (isSettled(key, entry)) { drop(key); return false; }
          localStorage.setItem(key, JSON.stringify(entry));
          return true;
        });
      }));
    }).then(function (found) { return found.some(Boolean); });
  }

  Accord.journal = { put: put, drop: drop };
  // Rare, so the page simply begins anew with what came back.
  recover().then(function (found) { if (found) window.location.reload(); }).catch(nothing);
})(window.Accord);
