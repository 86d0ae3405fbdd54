// Which judges are pinned to their seats, kept for this tab: a proposal is for all rounds, and the
// page shows one.

export class Pins {
  constructor(board) {
    this.key = `pins ${board.dataset.stage}`;
    this.pinned = new Set(this.stored());
  }

  stored() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) || [];
    } catch {
      return [];
    }
  }

  show(board) {
    for (const box of board.querySelectorAll("[name='pin']")) {
      box.checked = this.pinned.has(box.value);
    }
  }

  note(box) {
    if (box.checked) this.pinned.add(box.value);
    else this.pinned.delete(box.value);
    try {
      sessionStorage.setItem(this.key, JSON.stringify([...this.pinned]));
    } catch {
      // Without storage the pins of this page are still sent.
    }
  }

  // The pins of the other rounds are sent with the form.
  addTo(form, board) {
    const shown = new Set([...board.querySelectorAll("[name='pin']")].map((box) => box.value));
    for (const pin of this.pinned) {
      if (shown.has(pin)) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "pin", value: pin });
      form.append(field);
    }
  }
}
