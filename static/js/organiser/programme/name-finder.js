// A list of names below the cell in which somebody types: arrows and Enter choose, Escape closes.
import { lastName, namesFor, withName } from "./name-list.js";

const SEVERAL = ["labour", "employer", "solo", "panel"];

export class NameFinder {
  // choices: by column, the names (`name-list.js`). onChosen(cell): after a name was put in.
  constructor(choices, onChosen) {
    this.choices = choices;
    this.onChosen = onChosen;
    this.cell = null;
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "name-list";
    this.list.id = "name-list";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    // The cell keeps the focus.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    document.body.append(this.list);
  }

  get isOpen() {
    return !this.list.hidden;
  }

  typed(cell) {
    const { column } = cell.dataset;
    const names = column in this.choices ? this.matching(cell, column) : [];
    if (!names.length) {
      this.close();
      return;
    }
    this.cell = cell;
    this.list.replaceChildren(...names.map((name, number) => option(name, number)));
    this.list.hidden = false;
    this.mark(0);
    this.place();
    cell.setAttribute("aria-controls", this.list.id);
    cell.setAttribute("aria-expanded", "true");
    cell.setAttribute("role", "combobox");
  }

  matching(cell, column) {
    const { typed } = lastName(cell.value, SEVERAL.includes(column));
    const names = namesFor(this.choices[column], typed);
    return names.length === 1 && names[0] === typed ? [] : names;
  }

  // Whether the key was for the list.
  pressed(event) {
    if (!this.isOpen) return false;
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.mark((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.mark((this.active + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.active);
    else if (event.key === "Escape") this.close();
    else return false;
    if (event.key !== "Tab") event.preventDefault();
    return true;
  }

  mark(number) {
    this.active = number;
    [...this.list.children].forEach((each, at) => {
      each.setAttribute("aria-selected", String(at === number));
    });
    this.cell.setAttribute("aria-activedescendant", this.list.children[number].id);
  }

  choose(number) {
    const { cell } = this;
    const name = this.list.children[number].textContent;
    cell.value = withName(cell.value, name, SEVERAL.includes(cell.dataset.column));
    this.close();
    this.onChosen(cell);
  }

  close() {
    if (!this.isOpen) return;
    this.list.hidden = true;
    for (const name of ["role", "aria-controls", "aria-expanded", "aria-activedescendant"]) {
      this.cell.removeAttribute(name);
    }
  }

  place() {
    const box = this.cell.getBoundingClientRect();
    const isBelow = box.bottom + this.list.offsetHeight < window.innerHeight;
    const top = isBelow ? box.bottom : box.top - this.list.offsetHeight;
    this.list.style.top = `${top + window.scrollY}px`;
    this.list.style.left = `${box.left + window.scrollX}px`;
    this.list.style.minWidth = `${box.width}px`;
  }
}

function option(name, number) {
  const item = document.createElement("li");
  item.id = `name-list-${number}`;
  item.setAttribute("role", "option");
  item.textContent = name;
  return item;
}
