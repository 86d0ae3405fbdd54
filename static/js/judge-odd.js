// Marks that are worth a second look before they are submitted, and the question that asks for it.
// The rule's twin is competition/web/judge/odd.py; tests/web/unusual_marks.json is the table for both.
(function (Accord) {
  "use strict";

  var MEANT = "accord.meant:";

  var plain = Accord.mark;

  // A complete row as one word, equal for equal marks; "" while a mark is missing.
  function rowOf(dimensions, marks) {
    if (!dimensions.every(function (d) { return marks[d.key]; })) return "";
    return dimensions.map(function (d) { return d.key + "=" + plain(marks[d.key]); }).join(" ");
  }

  // [{code, dimension, team}]: what is odd about a team's complete row. others: [{team, marks}].
  function findings(dimensions, team, marks, others) {
    var row = rowOf(dimensions, marks);
    var found = [];
    if (!row) return found;
    function at(end) {
      return dimensions.filter(function (d) { return plain(marks[d.key]) === plain(d[end]); });
    }
    if (at("max").length === dimensions.length) {
      found.push({ code: "highest", dimension: "", team: "" });
    }
    at("min").forEach(function (d) {
      found.push({ code: "lowest", dimension: d.key, team: "" });
    });
    var twin = others.filter(function (other) {
      return other.team !== team && rowOf(dimensions, other.marks) === row;
    })[0];
    if (twin) found.push({ code: "same", dimension: "", team: twin.team });
    return found;
  }

  // The question below the review. state: {dimensions, strings, others, sheets}; names(team) is a
  // word for people.
  function Question(form, state, names) {
    this.form = form;
    this.state = state;
    this.names = names;
    this.box = form.querySelector("[data-odd]");
    this.tick = form.querySelector("[data-meant]");
    this.problem = form.querySelector("[data-odd-problem]");
    this.asked = "";
    var question = this;
    this.tick.addEventListener("change", function () { question.problem.textContent = ""; });
  }

  // rows: [{team, name, marks}] of this match, all columns; ready: the teams that would go.
  // True if nothing is left to be asked: no odd row, or the judge has said that it is meant.
  Question.prototype.settled = function (rows, ready) {
    var question = this;
    var found = {};
    var open = [];
    rows.forEach(function (row) {
      if (ready.indexOf(row.team) < 0) return;
      var word = rowOf(question.state.dimensions, row.marks);
      if (Accord.store.read(MEANT + row.name) === word) return;
      var others = rows.concat(question.state.others);
      found[row.team] = findings(question.state.dimensions, row.team, row.marks, others);
      if (found[row.team].length) open.push({ name: row.name, row: word });
    });
    this.show(found, rows);
    var asked = JSON.stringify(open);
    if (asked !== this.asked) { this.tick.checked = false; this.problem.textContent = ""; }
    this.asked = asked;
    this.box.hidden = !open.length;
    if (open.length && !this.tick.checked) return false;
    open.forEach(function (one) { Accord.store.write(MEANT + one.name, one.row); });
    return true;
  };

  Question.prototype.show = function (found, rows) {
    var question = this;
    var any = false;
    this.form.querySelectorAll("[data-odd-cell]").forEach(function (cell) {
      cell.textContent = "";
      (found[cell.dataset.oddCell] || []).forEach(function (finding) {
        var line = document.createElement("p");
        line.textContent = question.sentence(finding, rows);
        cell.appendChild(line);
        any = true;
      });
    });
    this.form.querySelector("[data-odd-row]").hidden = !any;
  };

  Question.prototype.sentence = function (finding, rows) {
    var said = this.state.strings;
    if (finding.code === "highest") return said.odd_highest;
    if (finding.code === "lowest") {
      var met = this.state.dimensions.filter(function (d) { return d.key === finding.dimension; });
      return Accord.fill(said.odd_lowest, { dimension: met[0].name, mark: met[0].min });
    }
    var here = rows.some(function (row) { return row.team === finding.team; });
    if (here && rows.length === 2) return said.odd_both;
    return Accord.fill(said.odd_same, { team: this.names(finding.team) });
  };

  // The button was pressed before the tick: say so where the tick is.
  Question.prototype.insist = function () {
    this.problem.textContent = this.state.strings.odd_first;
    this.tick.focus();
  };

  Accord.odd = { findings: findings, rowOf: rowOf, Question: Question };
})(window.Accord);
