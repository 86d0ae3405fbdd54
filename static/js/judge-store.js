// What the tablet keeps: localStorage, where it works, with the journal's copy of what is unsent;
// and the page's form token.
(function (Accord) {
  "use strict";

  var store = {
    works: true,
    read: function (key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; }
    },
    write: function (key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { store.works = false; }
      if (Accord.journal) Accord.journal.put(key, value);
    },
    remove: function (key) {
      try { localStorage.removeItem(key); } catch (error) { store.works = false; }
      if (Accord.journal) Accord.journal.drop(key);
    },
    keys: function (prefix) {
      var found = [];
      try {
        for (var i = 0; i < localStorage.length; i += 1) {
          if (localStorage.key(i).indexOf(prefix) === 0) found.push(localStorage.key(i));
        }
      } catch (error) { store.works = false; }
      return found;
    },
    // So many random bytes in hexadecimal: plain http makes no UUIDs.
    random: function (bytes) {
      return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), function (byte) {
        return byte.toString(16).padStart(2, "0");
      }).join("");
    },
    token: function () {
      var meta = document.querySelector('meta[name="csrf-token"]');
      return meta ? meta.content : "";
    },
    // A new form token where the page's own is no longer good.
    renewToken: function () {
      return fetch("/judge", { credentials: "same-origin", cache: "no-store" })
        .then(function (response) { return response.ok ? response.text() : ""; })
        .then(function (text) {
          var page = new DOMParser().parseFromString(text, "text/html");
          var fresh = page.querySelector('meta[name="csrf-token"]');
          var own = document.querySelector('meta[name="csrf-token"]');
          if (fresh && own) own.content = fresh.content;
        });
    },
  };

  store.write("accord.probe", 1);
  store.remove("accord.probe");
  Accord.store = store;
})(window.Accord);
