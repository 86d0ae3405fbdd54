// The outbox of one page: every sheet that the page sends, its own and those that earlier pages
// left unsent.
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

  // Sheets with something that the server has not acknowledged.
  get unsent() {
    return this.sheets.filter((sheet) => sheet.entry);
  }

  // Tries now to send everything unsent; `leaving` if this is the page's last chance.
  sendAll({ leaving }) {
    for (const sheet of this.unsent) sheet.send({ leaving });
  }
}
