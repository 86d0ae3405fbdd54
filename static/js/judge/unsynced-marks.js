// Marks that are on this tablet only, shown beside the sheet: those that the server no longer
// accepts, and those that the organiser declined.
import { fill } from "../shared/text.js";
import { plainMark, total } from "../shared/decimal.js";
import { declinedMarks } from "./declined-marks.js";

export class UnsyncedMarks {
  // section: the team's column; state: {dimensions, strings}; contestants: [{key, name}] whom the
  // judge marks one by one.
  constructor(section, state, contestants) {
    this.section = section;
    this.state = state;
    this.contestants = contestants;
  }

  find(name) {
    return this.section.querySelector(`[data-${name}]`);
  }

  // Marks of a closed sheet that the server has not stored: `entry`, or null if there are none.
  // They are on this tablet only, unless the organiser was offered them.
  showKept(entry, isOffered) {
    const box = this.find("kept");
    if (!box) return;
    box.hidden = !entry;
    // Below them the page shows what the server has, if it has anything.
    const beside = this.find("beside");
    if (beside) beside.hidden = !entry;
    this.find("stored").hidden = Boolean(entry) && !beside;
    if (entry) {
      const { offered_marks: offered, on_tablet: onTablet } = this.state.strings;
      this.fillBox(box, isOffered ? offered : onTablet, entry);
    }
  }

  // What the organiser did not accept stays visible, with the reason, until it is dismissed.
  showDeclined(name) {
    const box = this.find("declined");
    const declined = declinedMarks(name);
    box.hidden = !declined;
    if (!declined) return;
    const sentence = fill(this.state.strings.declined, { why: declined.reason });
    this.fillBox(box, sentence, declined.entry);
  }

  fillBox(box, sentence, entry) {
    const words = box.querySelector("p");
    const before = box.querySelector("dl");
    words.textContent = sentence;
    if (before) before.remove();
    words.after(this.list(entry));
  }

  // Every mark with its name, the total and the comment, in the layout of a read-only sheet.
  list({ marks, personal = {}, comment }) {
    const { dimensions, strings } = this.state;
    const list = document.createElement("dl");
    list.className = "read";
    for (const { key, name } of dimensions) {
      list.append(pair(name, marks[key] ? plainMark(marks[key]) : "–", "figure"));
    }
    if (dimensions.every(({ key }) => marks[key])) {
      list.append(pair(strings.total, total(marks, dimensions), "figure"));
    }
    for (const { key, name } of this.contestants) {
      if (personal[key]) list.append(pair(name, plainMark(personal[key]), "figure"));
    }
    if (comment) list.append(pair(strings.comment, comment, "remark"));
    return list;
  }
}

function pair(term, text, className) {
  const row = document.createElement("div");
  const dt = document.createElement("dt");
  const dd = document.createElement("dd");
  dt.textContent = term;
  dd.textContent = text;
  dd.className = className;
  row.append(dt, dd);
  return row;
}
