// My team: chosen by its star, kept on this device, shown on top and brought up to date with the
// board.
"use strict";

(() => {
  const words = JSON.parse(document.getElementById("pin-words").textContent);
  const card = document.getElementById("mine");
  const KEY = `accord-team:${words.competition}`;
  let mine = kept();

  // In private browsing there may be no storage; the choice then holds for this page.
  function kept() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  function keep(team) {
    mine = team;
    try {
      if (team) localStorage.setItem(KEY, team);
      else localStorage.removeItem(KEY);
    } catch {
      // It holds for this page.
    }
  }

  // The stage that people look for comes first on the board.
  function rowOf(team) {
    const rows = [...document.querySelectorAll("#live .row")];
    return rows.find((row) => row.dataset.team === team);
  }

  function set(element, nodes) {
    element.textContent = "";
    element.append(...nodes);
  }

  function fill() {
    const row = mine && rowOf(mine);
    const name =
      (row && row.querySelector(".team bdi")) ||
      document.querySelector(`.pin[data-team="${mine}"] bdi`);
    const names = document.getElementById("team-names");
    const said = name ? name.textContent : names && JSON.parse(names.textContent)[mine];
    card.hidden = !mine || !said;
    if (card.hidden) return;
    card.querySelector("a").href = `/c/${words.competition}/teams/${mine}`;
    const bdi = name ? name.cloneNode(true) : document.createElement("bdi");
    if (!name) bdi.textContent = said;
    set(card.querySelector(".mine-name"), [bdi]);
    const ranked = row && row.dataset.rank;
    const reason = row && row.querySelector(".reason");
    set(card.querySelector(".mine-place"), ranked ? [placed(row.dataset.rank)] : []);
    set(
      card.querySelector(".mine-total"),
      ranked ? [row.dataset.total] : reason ? [reason.textContent.trim()] : [],
    );
    card.classList.toggle("ranked", Boolean(ranked));
  }

  function placed(rank) {
    const shown = document.createElement("span");
    shown.className = "rank";
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.textContent = words.place.replace("{rank}", rank);
    const seen = document.createElement("span");
    seen.setAttribute("aria-hidden", "true");
    seen.textContent = rank;
    shown.append(seen, spoken);
    return shown;
  }

  function paint() {
    for (const button of document.querySelectorAll(".pin")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(button.dataset.team === mine));
    }
    for (const row of document.querySelectorAll(".row, .mover, #places .way")) {
      row.classList.toggle("is-mine", row.dataset.team === mine);
    }
    if (card) fill();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".pin");
    if (!button) return;
    keep(button.dataset.team === mine ? "" : button.dataset.team);
    paint();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    mine = kept();
    paint();
  });
  document.addEventListener(
    "htmx:before:request",
    () => {
      // What is set here stays when a row is brought up to date.
      htmx.config.morphIgnore.push("hidden", "aria-pressed");
    },
    { once: true },
  );
  document.addEventListener("htmx:after:swap", paint);
  paint();
})();
