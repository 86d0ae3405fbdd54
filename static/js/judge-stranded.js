// What a judge left unsent on this tablet, as lines of no page; see judge-outbox.js.
(function (Accord) {
  "use strict";

  var outbox = Accord.outbox;

  function stranded(judge, except, changed) {
    var names = {};
    Accord.store.keys(outbox.BOX + judge + "/").forEach(function (key) {
      var name = key.slice(outbox.BOX.length, key.lastIndexOf("@"));
      var entry = Accord.store.read(key);
      if (entry && except.indexOf(name) < 0) names[name] = entry;
    });
    return Object.keys(names).map(function (name) {
      var parts = name.split("/");
      var entry = names[name];
      var line = new outbox.Line({
        judge: judge, match: parts[2], team: parts[3], address: entry.address,
        label: entry.label, page: entry.page, version: entry.base,
      }, changed);
      line.restore();
      line.schedule(0);
      return line;
    });
  }

  outbox.stranded = stranded;
})(window.Accord);
