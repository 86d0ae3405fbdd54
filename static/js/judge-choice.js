// Two values side by side: this tablet's and the other device's. The judge's choice is a new version.
(function (Accord) {
  "use strict";

  // section: the column; mine, theirs: {marks, comment}; done(content) gets what was chosen.
  function Choice(section, state, done) {
    this.root = section.querySelector("[data-choice]");
    this.fields = section.querySelector("[data-marks]");
    this.lines = this.root.querySelector("[data-lines]");
    this.problem = this.root.querySelector("[data-choice-problem]");
    this.section = section;
    this.state = state;
    var choice = this;
    this.root.querySelectorAll("[data-all]").forEach(function (button) {
      button.addEventListener("click", function () {
        choice.lines.querySelectorAll('input[value="' + button.dataset.all + '"]')
          .forEach(function (radio) { radio.checked = true; });
      });
    });
    this.root.querySelector("[data-chosen]").addEventListener("click", function () {
      var content = choice.chosen();
      if (content) { choice.hide(); done(content); }
      else choice.problem.textContent = state.strings.choose_all;
    });
  }

  Choice.prototype.show = function (mine, theirs) {
    if (!this.root.hidden && JSON.stringify(theirs) === this.shown) return;
    this.shown = JSON.stringify(theirs);
    this.mine = mine;
    this.theirs = theirs;
    this.lines.textContent = "";
    this.problem.textContent = "";
    var said = this.state.strings;
    var choice = this;
    this.state.dimensions.forEach(function (dimension) {
      choice.line(dimension.key, dimension.name,
        mine.marks[dimension.key] || "", theirs.marks[dimension.key] || "", said.unmarked);
    });
    this.line("comment", said.comment, mine.comment || "", theirs.comment || "", said.blank);
    this.fields.hidden = true;
    this.root.hidden = false;
  };

  Choice.prototype.hide = function () {
    this.root.hidden = true;
    this.fields.hidden = false;
  };

  Choice.prototype.line = function (key, name, mine, theirs, nothing) {
    if (mine === theirs) return;
    var said = this.state.strings;
    var group = document.createElement("fieldset");
    group.className = "pick";
    group.dataset.pick = key;
    var legend = document.createElement("legend");
    legend.textContent = name;
    group.appendChild(legend);
    var team = this.section.dataset.sheet;
    [["mine", said.this_tablet, mine], ["theirs", said.other_device, theirs]].forEach(function (side) {
      var label = document.createElement("label");
      var radio = document.createElement("input");
      radio.type = "radio";
      // Not a field of the form: the choice goes through the outbox.
      radio.setAttribute("form", "");
      radio.name = "pick " + team + " " + key;
      radio.value = side[0];
      var words = document.createElement("span");
      words.textContent = side[1] + " ";
      var value = document.createElement("b");
      value.className = key === "comment" || !side[2] ? "" : "figure";
      value.textContent = side[2] || nothing;
      words.appendChild(value);
      label.appendChild(radio);
      label.appendChild(words);
      group.appendChild(label);
    });
    this.lines.appendChild(group);
  };

  // What was chosen, or null while a line has no choice.
  Choice.prototype.chosen = function () {
    var marks = Object.assign({}, this.mine.marks);
    var comment = this.mine.comment;
    var complete = true;
    var theirs = this.theirs;
    this.lines.querySelectorAll("[data-pick]").forEach(function (group) {
      var radio = group.querySelector("input:checked");
      if (!radio) { complete = false; return; }
      if (radio.value === "mine") return;
      if (group.dataset.pick === "comment") comment = theirs.comment;
      else marks[group.dataset.pick] = theirs.marks[group.dataset.pick] || "";
    });
    return complete ? { marks: marks, comment: comment, state: "draft" } : null;
  };

  Accord.Choice = Choice;
})(window.Accord);
