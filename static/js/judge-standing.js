// Where a sheet's marks are, now: a sign, a few words, a colour, at the same place always.
// column: {line, about, sheet or null, stored, counting, beside}
(function (Accord) {
  "use strict";

  var state = JSON.parse(document.getElementById("state").textContent);
  var said = state.strings;
  var time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: state.zone,
  });

  // The sentence under a team's name: where its marks are, now.
  function standing(column) {
    var line = column.line;
    var submitted = line.entry && line.entry.state === "submitted";
    if (column.beside && column.stored !== "submitted") return said.missed;
    switch (line.phase) {
      case "local": return said.local;
      case "saving": return submitted ? said.submitting : said.saving;
      case "waiting": return submitted ? said.submit_waiting : said.waiting;
      case "conflict": return said.conflict;
      case "refused": return said.refused;
      case "kept": return Accord.fill(said.kept, { why: line.why });
      case "offered": return Accord.fill(said.offered, { at: clock(line.late.arrived_at) });
      case "declined": return Accord.fill(said.declined, { why: line.aside().reason });
      case "signed_out": return Accord.fill(said.kept, { why: said.signed_out });
      case "gone": return Accord.fill(said.kept, { why: said.gone });
      case "saved": return saved(column, line.answer);
      default: return column.about.standing;
    }
  }

  function clock(instant) { return time.format(new Date(instant)); }

  function saved(column, answer) {
    var values = {
      at: clock(answer.stored_at), receipt: answer.receipt, version: answer.version,
    };
    if (answer.state === "submitted") return Accord.fill(said.submitted, values);
    var wrong = column.sheet && column.sheet.isWrong();
    var sentence = Accord.fill(wrong ? said.saved_partly : said.saved, values);
    return column.counting
      ? sentence + "\n" + Accord.fill(said.over, { version: column.counting })
      : sentence;
  }

  function look(column) {
    if (column.beside && column.stored !== "submitted") return "missed";
    if (column.line.phase === "saved") return column.line.answer.state;
    return column.line.phase === "idle" ? column.about.state : column.line.phase;
  }

  // A state of saving: the sign, the words, the colour.
  function say(place, column) {
    var sign = state.signs[look(column)] || state.signs.unknown;
    place.dataset.state = look(column);
    place.querySelector("[data-sign]").setAttribute("href", "#sign-" + sign);
    Accord.words(place.querySelector("[data-words]"), standing(column));
  }

  Accord.say = say;
})(window.Accord);
