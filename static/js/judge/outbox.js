// The outbox of one page: every sheet that the page looks after, its own and those that earlier
// pages left unsent.
export class Outbox {
  constructor() {
    this.sheets = [];
  }

  add(sheet) {
    this.sheets.push(sheet);
    return sheet;
  }

  get names() {
    return this.sheets.map((sheet) => sheet.name);
  }

  // Those with something that the server has not acknowledged.
  get unsent() {
    return this.sheets.filter((sheet) => sheet.entry);
  }

  // Try now whatever waits; `leaving` when it is the page's last chance.
  sendAll({ leaving }) {
    for (const sheet of this.unsent) sheet.send({ leaving });
  }
}
