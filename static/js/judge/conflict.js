// Two versions side by side: this tablet's and the other device's. The judge's choice becomes a new
// version.
const PERSONAL = "personal.";

export class ConflictChoice {
  // section: the team's column; chosen({marks, personal, comment, state}) is called with the judge's choice.
  constructor(section, state, chosen) {
    this.root = section.querySelector("[data-choice]");
    this.fields = section.querySelector("[data-marks]");
    this.lines = this.root.querySelector("[data-lines]");
    this.problem = this.root.querySelector("[data-choice-problem]");
    this.team = section.dataset.sheet;
    this.state = state;
    this.mine = null;
    this.theirs = null;
    for (const button of this.root.querySelectorAll("[data-all]")) {
      button.addEventListener("click", () => this.chooseAll(button.dataset.all));
    }
    this.root.querySelector("[data-chosen]").addEventListener("click", () => {
      const content = this.choice();
      if (!content) {
        this.problem.textContent = state.strings.choose_all;
        return;
      }
      this.hide();
      chosen(content);
    });
  }

  // mine, theirs: {marks, personal, comment}
  show(mine, theirs) {
    const isNew = JSON.stringify(theirs) !== JSON.stringify(this.theirs);
    if (!this.root.hidden && !isNew) return;
    const { dimensions, strings } = this.state;
    this.mine = mine;
    this.theirs = theirs;
    this.lines.textContent = "";
    this.problem.textContent = "";
    for (const { key, name } of dimensions) {
      this.addLine(key, name, mine.marks[key] || "", theirs.marks[key] || "", strings.unmarked);
    }
    for (const { key, name } of this.state.contestants) {
      const [own, other] = [mine, theirs].map(({ personal = {} }) => personal[key] || "");
      this.addLine(PERSONAL + key, name, own, other, strings.unmarked);
    }
    const comments = [mine.comment || "", theirs.comment || ""];
    this.addLine("comment", strings.comment, ...comments, strings.blank);
    this.fields.hidden = true;
    this.root.hidden = false;
  }

  hide() {
    this.root.hidden = true;
    this.fields.hidden = false;
  }

  moveTo() {
    this.root.scrollIntoView({ block: "center" });
    this.root.querySelector(".message").focus({ preventScroll: true });
  }

  chooseAll(side) {
    for (const radio of this.lines.querySelectorAll(`input[value="${side}"]`)) {
      radio.checked = true;
    }
  }

  // Adds a line if the values differ; `nothing` is shown for a side that has no value.
  addLine(key, name, mine, theirs, nothing) {
    if (mine === theirs) return;
    const { strings } = this.state;
    const group = document.createElement("fieldset");
    group.className = "pick";
    group.dataset.pick = key;
    const legend = document.createElement("legend");
    legend.textContent = name;
    group.append(
      legend,
      this.option(key, "mine", strings.this_tablet, mine, nothing),
      this.option(key, "theirs", strings.other_device, theirs, nothing),
    );
    this.lines.append(group);
  }

  option(key, side, whose, text, nothing) {
    const radio = document.createElement("input");
    radio.type = "radio";
    // Not a field of the form: the choice is sent through the outbox.
    radio.setAttribute("form", "");
    radio.name = `pick ${this.team} ${key}`;
    radio.value = side;
    const value = document.createElement("b");
    value.className = key === "comment" || !text ? "" : "figure";
    value.textContent = text || nothing;
    const words = document.createElement("span");
    words.append(`${whose} `, value);
    const label = document.createElement("label");
    label.append(radio, words);
    return label;
  }

  // The judge's choice, or null until every line has one.
  choice() {
    const marks = { ...this.mine.marks };
    const personal = { ...this.mine.personal };
    const { marks: theirMarks, personal: theirPersonal = {} } = this.theirs;
    let { comment } = this.mine;
    for (const group of this.lines.querySelectorAll("[data-pick]")) {
      const radio = group.querySelector("input:checked");
      if (!radio) return null;
      const key = group.dataset.pick;
      if (radio.value === "mine") continue;
      if (key === "comment") comment = this.theirs.comment;
      else if (key.startsWith(PERSONAL)) {
        const contestant = key.slice(PERSONAL.length);
        personal[contestant] = theirPersonal[contestant] || "";
      } else marks[key] = theirMarks[key] || "";
    }
    return { marks, personal, comment, state: "draft" };
  }
}
