// A page with an agreement sheet: the tablet's at the table, and the organiser's. It asks every few
// seconds how the sheet stands, so that two who write see one another's words.
import { readPageData } from "./page-data.js";
import { KeptWords } from "./kept-words.js";
import { Point } from "./agreement-point.js";
import { AgreementServer } from "./agreement-server.js";
import { Signing } from "./agreement-signing.js";

const EVERY_MS = 3000;

export class AgreementPage {
  constructor(box) {
    this.box = box;
    this.match = box.dataset.match;
    this.signed = box.dataset.signed;
    this.seen = box.dataset.seen;
    this.texts = readPageData("agreement-texts");
    this.kept = new KeptWords(box.dataset.competition, this.match);
    this.takeOff = box.querySelector("[data-take-off]");
    this.takeOff.addEventListener("change", () => {
      this.points.forEach((point) => point.lock());
      this.points.forEach((point) => point.save());
    });
    this.server = new AgreementServer(box.dataset.address);
    for (const each of box.querySelectorAll("[data-without-script]")) each.hidden = true;
    for (const each of box.querySelectorAll("[data-with-script]")) each.hidden = false;
    this.points = [...box.querySelectorAll("[data-point]")].map((item) => new Point(item, this));
    this.points.forEach((point) => point.fit());
    for (const form of box.querySelectorAll("[data-signing]")) new Signing(form, this);
    window.addEventListener("online", () => this.points.forEach((point) => point.save()));
    this.timer = setTimeout(() => this.refresh(), EVERY_MS);
  }

  get isUnsaved() {
    return this.points.some((point) => point.isUnsaved || point.isBusy);
  }

  async refresh() {
    clearTimeout(this.timer);
    const { status, answer } = await this.server.ask();
    if (status === 200) this.hear(answer);
    this.timer = setTimeout(() => this.refresh(), EVERY_MS);
  }

  hear(answer) {
    if (answer.match !== this.match) {
      // Another match is on: what is unsaved here waits on this device for its own.
      window.location.reload();
      return;
    }
    this.seen = answer.seen;
    this.signed = answer.signed;
    if (!this.signed) this.takeOff.checked = false;
    for (const each of answer.points) {
      const point = this.points.find(({ key }) => key === each.key);
      if (point) point.hear(each);
    }
    this.points.forEach((point) => point.lock());
    this.box.querySelector("[data-when-signed]").hidden = !this.signed;
    const list = this.box.querySelector("[data-signatures]");
    if (this.shown !== answer.signatures) list.innerHTML = answer.signatures;
    this.shown = answer.signatures;
  }
}

export function startAgreement() {
  const box = document.querySelector("[data-agreement]");
  if (box) new AgreementPage(box);
}
