// The list of judges beside the board: what is typed finds a judge, Enter takes the one marked.
import { isMeant } from "./seat-grid.js";

export class JudgeFinder {
  constructor(take, leave) {
    this.take = take;
    this.leave = leave;
    this.marked = null;
    document.addEventListener("input", (event) => {
      if (event.target === this.field) this.filter();
    });
    document.addEventListener("keydown", (event) => {
      if (event.target === this.field && !event.isComposing) this.key(event);
    });
  }

  get field() {
    return document.getElementById("find-judge");
  }

  get cards() {
    return [...document.querySelectorAll("#judge-choice [data-search]")];
  }

  get shown() {
    return this.cards.filter((card) => !card.parentElement.hidden);
  }

  // After the list, or the whole board, was replaced.
  start() {
    this.field.closest("[hidden], .judges-find").hidden = false;
    const list = document.getElementById("judge-cards");
    if (this.cards.length) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", this.field.placeholder);
    }
    for (const card of this.cards) {
      card.setAttribute("role", "option");
      card.parentElement.setAttribute("role", "presentation");
      // The arrow keys lead to a card, from the field; Tab leads on.
      if (card.matches("button")) card.tabIndex = -1;
    }
    this.filter();
  }

  begin() {
    this.field.value = "";
    this.field.focus();
  }

  clear() {
    this.field.value = "";
    this.filter();
  }

  filter() {
    const typed = this.field.value;
    for (const card of this.cards) {
      card.parentElement.hidden = !isMeant(card.dataset.search, typed);
    }
    const none = document.querySelector("#judge-choice [data-none]");
    if (none) none.hidden = this.shown.length > 0 || !typed;
    this.mark(typed ? this.shown[0] : null);
  }

  mark(card) {
    for (const each of this.cards) each.setAttribute("aria-selected", String(each === card));
    this.marked = card || null;
    if (!card) this.field.removeAttribute("aria-activedescendant");
    else {
      this.field.setAttribute("aria-activedescendant", card.id);
      card.scrollIntoView({ block: "nearest" });
    }
  }

  key(event) {
    const { shown } = this;
    const at = shown.indexOf(this.marked);
    if (event.key === "ArrowDown") this.mark(shown[Math.min(at + 1, shown.length - 1)]);
    else if (event.key === "ArrowUp") this.mark(shown[Math.max(at - 1, 0)]);
    else if (event.key === "Enter" && this.marked) this.take(this.marked.dataset.judge);
    else if (event.key === "Escape") {
      this.clear();
      this.leave();
    } else return;
    event.preventDefault();
  }
}
