// My team: chosen with its star, stored on this device, shown at the top and updated with the
// board.
import { fill } from "../shared/text.js";

// The name under which a device stores its team. Devices already use it, so it must not change.
const keyFor = (competition) => `accord-team:${competition}`;

export class MyTeam {
  // card: the element that shows the team on top, or null; strings: {competition, place}.
  constructor(card, strings) {
    this.card = card;
    this.strings = strings;
    this.key = keyFor(strings.competition);
    this.team = this.kept();
    this.listen();
    this.show();
  }

  listen() {
    document.addEventListener("click", (event) => {
      const star = event.target.closest && event.target.closest(".pin");
      if (!star) return;
      this.keep(star.dataset.team === this.team ? "" : star.dataset.team);
      this.show();
    });
    window.addEventListener("storage", (event) => {
      if (event.key !== this.key && event.key !== null) return;
      this.team = this.kept();
      this.show();
    });
    // htmx must not reset these attributes when it updates a row.
    const configure = () => htmx.config.morphIgnore.push("hidden", "aria-pressed");
    document.addEventListener("htmx:before:request", configure, { once: true });
    document.addEventListener("htmx:after:swap", () => this.show());
  }

  // In private browsing there may be no storage; the choice then lasts as long as the page.
  kept() {
    try {
      return localStorage.getItem(this.key) || "";
    } catch {
      return "";
    }
  }

  keep(team) {
    this.team = team;
    try {
      if (team) localStorage.setItem(this.key, team);
      else localStorage.removeItem(this.key);
    } catch {
      // The choice lasts as long as the page.
    }
  }

  show() {
    for (const star of document.querySelectorAll(".pin")) {
      star.hidden = false;
      star.setAttribute("aria-pressed", String(star.dataset.team === this.team));
    }
    for (const row of document.querySelectorAll(".row, .mover, #places .chart-line")) {
      row.classList.toggle("is-mine", row.dataset.team === this.team);
    }
    if (this.card) this.showCard();
  }

  showCard() {
    const name = this.team && this.name();
    this.card.hidden = !name;
    if (!name) return;
    this.card.querySelector("a").href = `/c/${this.strings.competition}/teams/${this.team}`;
    this.set(".my-team-name", name);
    const row = this.row();
    const isRanked = Boolean(row && row.dataset.rank);
    const reason = row && row.querySelector(".reason");
    this.set(".my-team-place", ...(isRanked ? [this.place(row.dataset.rank)] : []));
    this.set(".my-team-total", isRanked ? row.dataset.total : reason ? reason.textContent.trim() : "");
    this.card.classList.toggle("ranked", isRanked);
  }

  set(selector, ...nodes) {
    const element = this.card.querySelector(selector);
    element.textContent = "";
    element.append(...nodes);
  }

  // The team's first row: the stage that people look for comes first on the board.
  row() {
    const rows = [...document.querySelectorAll("#live .row")];
    return rows.find((row) => row.dataset.team === this.team);
  }

  // A bdi element with the team's name, or null if the page does not know the team.
  name() {
    const row = this.row();
    const shown =
      (row && (row.querySelector(".short-name bdi") || row.querySelector(".team bdi"))) ||
      document.querySelector(`.pin[data-team="${this.team}"] bdi`);
    if (shown) return shown.cloneNode(true);
    const names = document.getElementById("team-names");
    const text = names && JSON.parse(names.textContent)[this.team];
    if (!text) return null;
    const made = document.createElement("bdi");
    made.textContent = text;
    return made;
  }

  place(rank) {
    const shown = document.createElement("span");
    shown.className = "rank";
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.textContent = fill(this.strings.place, { rank });
    const seen = document.createElement("span");
    seen.setAttribute("aria-hidden", "true");
    seen.textContent = rank;
    shown.append(seen, spoken);
    return shown;
  }
}
