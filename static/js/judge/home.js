// The judge's list: sends what earlier pages left unsent, and says when the list is out of date.
import { fill } from "../shared/text.js";
import { declinedLabels } from "./declined-marks.js";
import { listen } from "./events.js";
import { isCachedPage } from "./page-state.js";
import { isStuck, PHASE } from "./phases.js";
import { showSign, showStatusText } from "./status-text.js";
import { adoptUnsentSheets } from "./unsent-sheets.js";

// Which sentence a sheet with unsent marks belongs to.
function kindOf(phase) {
  if (phase === PHASE.OFFERED) return "offered";
  return isStuck(phase) ? "stuck" : "unsent";
}

export class Home {
  // state: {judge: "competition/judge", strings, signs}
  constructor(state, outbox) {
    this.state = state;
    this.outbox = outbox;
    this.offline = document.querySelector("[data-offline]");
    this.unsent = document.querySelector("[data-unsent]");
    // Without the server nobody can be signed out, and a page that was left could not be opened
    // again.
    this.isOffline = isCachedPage();
    this.sheets = [];
    this.sheets = adoptUnsentSheets(outbox, state.judge, (sheet) => {
      this.show();
      // The list learns of a receipt only from the server.
      if (sheet.phase === PHASE.SAVED) htmx.trigger("#desk", "received");
    });
    this.show();
    this.listenToServer();
    this.listenToLeave(document.querySelector("[data-leave]"));
  }

  // Shows one sentence for each kind of marks that this tablet still holds.
  show() {
    const declined = declinedLabels(this.state.judge);
    const labels = { unsent: [], stuck: [], offered: [], declined };
    for (const sheet of this.sheets.filter(({ entry }) => entry)) {
      labels[kindOf(sheet.phase)].push(sheet.about.label || sheet.about.team);
      this.showRow(sheet);
    }
    const { strings } = this.state;
    this.unsent.textContent = "";
    for (const kind of Object.keys(labels).filter((each) => labels[each].length)) {
      const sentence = document.createElement("span");
      const names = labels[kind].join(strings.comma);
      sentence.textContent = fill(strings[`home_${kind}`], { names });
      this.unsent.append(sentence);
    }
    this.unsent.hidden = !this.unsent.firstChild;
  }

  // A sheet that is not completely saved yet has the same sign here as on its own page.
  showRow({ about, phase, why }) {
    const row = document.querySelector(`[data-row="${about.match}/${about.team}"]`);
    if (!row) return;
    const look = isStuck(phase) ? phase : PHASE.WAITING;
    showSign(row, look, this.state.signs);
    showStatusText(row.querySelector("[data-words]"), this.rowText(look, why));
  }

  rowText(look, why) {
    const { strings } = this.state;
    if (look === PHASE.REFUSED) return strings.refused_there;
    if (look === PHASE.TOO_LATE) return fill(strings.kept, { why });
    if (look === PHASE.SIGNED_OUT) return fill(strings.kept, { why: strings.signed_out });
    if (look === PHASE.GONE) return fill(strings.kept, { why: strings.gone });
    if (look === PHASE.CONFLICT) return strings.conflict_there;
    // The second line of this text has a time that only the match's own page knows.
    if (look === PHASE.OFFERED) return strings.offered.split("\n")[0];
    return strings.waiting;
  }

  listenToServer() {
    listen("unreachable", () => {
      this.isOffline = true;
    });
    listen("reachable", () => {
      this.isOffline = false;
    });
    document.addEventListener("htmx:after:request", (event) => {
      const { status } = event.detail.ctx.response;
      // The judge's link was replaced: the reloaded page says what to do.
      if (status === 404) window.location.reload();
      this.connected(status < 500);
    });
    document.addEventListener("htmx:after:swap", () => this.show());
    document.addEventListener("htmx:error", () => this.connected(false));
  }

  connected(isConnected) {
    this.isOffline = !isConnected;
    this.offline.hidden = isConnected;
    this.offline.textContent = isConnected ? "" : this.state.strings.offline;
  }

  // While only this tablet has some marks, signing out takes a second tap.
  listenToLeave(form) {
    const warning = form.querySelector("[data-leave-warning]");
    let isWarned = false;
    const warn = (event, sentence) => {
      event.preventDefault();
      warning.hidden = false;
      warning.textContent = sentence;
    };
    form.addEventListener("submit", (event) => {
      const { strings } = this.state;
      if (this.isOffline) {
        isWarned = false;
        warn(event, strings.leave_away);
      } else if (this.outbox.unsent.length && !isWarned) {
        isWarned = true;
        warn(event, strings.leave_unsent);
      }
    });
  }
}
