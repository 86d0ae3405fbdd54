// What stands beside a sheet on this tablet alone: marks that the server does not have of a sheet
// that takes none, what the organiser did not accept of it, and a receipt that is newer than the
// page. column: {about, section, line}; see judge-match.js.
(function (Accord) {
  "use strict";

  var state = JSON.parse(document.getElementById("state").textContent);
  var said = state.strings;

  function pair(list, term, words, name) {
    var row = document.createElement("div");
    var dt = document.createElement("dt");
    var dd = document.createElement("dd");
    dt.textContent = term;
    dd.textContent = words;
    dd.className = name;
    row.appendChild(dt);
    row.appendChild(dd);
    list.appendChild(row);
  }

  // Every mark under its name, the total and the comment, as a sheet that is only read has them.
  function listed(entry) {
    var list = document.createElement("dl");
    list.className = "read";
    state.dimensions.forEach(function (dimension) {
      var mark = entry.marks[dimension.key];
      pair(list, dimension.name, mark ? Accord.mark(mark) : "–", "figure");
    });
    pair(list, said.total, Accord.decimal.total(entry.marks, state.dimensions), "figure");
    if (entry.comment) pair(list, said.comment, entry.comment, "remark");
    return list;
  }

  function fill(box, sentence, entry) {
    var words = box.querySelector("p");
    var before = box.querySelector("dl");
    words.textContent = sentence;
    if (before) before.remove();
    words.parentNode.insertBefore(listed(entry), words.nextSibling);
  }

  // A closed sheet for which this tablet holds marks that the server does not have.
  function kept(column) {
    var box = column.section.querySelector("[data-kept]");
    var entry = column.line.entry;
    box.hidden = !entry;
    // Below them what the server has, or nothing where it has none.
    var beside = column.section.querySelector("[data-beside]");
    if (beside) beside.hidden = !entry;
    column.section.querySelector("[data-stored]").hidden = Boolean(entry) && !beside;
    if (entry) fill(box, said.on_tablet, entry);
  }

  // What the organiser did not accept stays in sight, with the reason, until the judge puts it away.
  function declined(column) {
    var box = column.section.querySelector("[data-declined]");
    var aside = column.line.aside();
    box.hidden = !aside;
    if (aside) fill(box, Accord.fill(said.declined, { why: aside.reason }), aside.entry);
  }

  // A page that the tablet kept may be older than the last receipt that came here for its sheets.
  function receiptSince(about, name) {
    if (!document.documentElement.dataset.asOf) return null;
    var known = Accord.store.read("accord.known:" + name);
    if (!known || known.answer.version <= about.version) return null;
    about.version = known.answer.version;
    if (known.answer.state === "submitted") about.counting = known.answer.version;
    return known;
  }

  Accord.apart = { kept: kept, declined: declined, receiptSince: receiptSince };
})(window.Accord);
