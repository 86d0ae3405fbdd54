// If the server does not come back: hands over what the tablet holds, by codes, file or address.
import { readBundle, toFragment } from "../shared/rescue-bundle.js";
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";
import { listen } from "./events.js";
import { importArrivals } from "./rescue-arrivals.js";
import { RescueCodes } from "./rescue-codes.js";
import { makeBundle } from "./rescue-data.js";
import { openInNewTab, originOf, saveFile } from "./rescue-export.js";
import { element, sheetTable } from "./rescue-list.js";

// The vendored scripts that bundles and codes need are at the end of the page, so that marks can be
// typed before they have loaded; they have run once the page is complete.
export const startRescue = (state) =>
  document.addEventListener("DOMContentLoaded", () => importArrivals(new RescuePanel(state)));

class RescuePanel {
  // state: what `rescue_state` in competition/web/judge/rescue.py gives.
  constructor(state) {
    this.state = state;
    this.strings = state.strings;
    this.panel = document.querySelector("[data-rescue]");
    this.title = document.getElementById("rescue-title");
    this.offer = document.querySelector("[data-rescue-offer]");
    this.notices = document.querySelector("[data-rescue-notices]");
    this.opener = null;
    this.time = clock(state.zone);
    const find = (name) => this.find(name);
    this.codes = new RescueCodes(find, this.strings, () => this.title.focus());
    this.listen();
    this.placeOffer();
    this.listenToServer();
  }

  find(name) {
    return this.panel.querySelector(`[data-rescue-${name}]`);
  }

  listen() {
    for (const button of document.querySelectorAll("[data-rescue-open]")) {
      button.addEventListener("click", () => this.open(button));
    }
    this.find("close").addEventListener("click", () => this.close());
    this.find("codes").addEventListener("click", () => {
      this.showCodes(makeBundle(this.state), this.state.name);
    });
    this.find("file").addEventListener("click", () => saveFile(makeBundle(this.state)));
    this.find("move").addEventListener("submit", (event) => {
      event.preventDefault();
      this.goToNewServer(document.getElementById("rescue-new-address"));
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Tab") this.keepFocusInside(event);
    });
  }

  open(opener) {
    this.opener = opener;
    const { sheets } = readBundle(makeBundle(this.state)).bundle;
    this.find("list").textContent = "";
    this.find("list").append(sheetTable(sheets, this.state, this.time));
    this.find("roads").hidden = !sheets.length;
    this.panel.hidden = false;
    document.documentElement.classList.add("in-rescue");
    this.title.focus();
  }

  close() {
    this.codes.close();
    this.panel.hidden = true;
    document.documentElement.classList.remove("in-rescue");
    if (this.opener) this.opener.focus();
  }

  // The page below cannot be reached while the panel is open.
  keepFocusInside(event) {
    const stops = [...this.panel.querySelectorAll("button, input")].filter(
      (each) => each.offsetParent !== null,
    );
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (document.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  showCodes(wire, whose) {
    if (this.codes.open(wire, whose)) return;
    this.find("list").append(element("p", this.strings.too_many, "message bad"));
  }

  goToNewServer(field) {
    const target = originOf(field.value);
    const isSame = target === window.location.origin;
    const { no_address: none, same_address: same } = this.strings;
    const problem = !target ? none : isSame ? same : "";
    document.getElementById("rescue-address-error").textContent = problem;
    field.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) field.focus();
    else openInNewTab(`${target}/judge/arrive#${toFragment(makeBundle(this.state))}`);
  }

  // Puts the offer at the foot of a match or of the list, where showing it moves nothing.
  placeOffer() {
    const footer = document.querySelector("[data-match] .page-footer");
    const home = document.querySelector(".home-footer");
    if (footer) footer.prepend(this.offer);
    else if (home) home.append(this.notices, this.offer);
  }

  listenToServer() {
    listen("unreachable", (event) => {
      const since = event.detail && event.detail.since;
      const at = this.time(typeof since === "number" ? since : Date.now());
      const sentence = fill(this.strings.since, { at });
      this.offer.querySelector("[data-rescue-since]").textContent = sentence;
      this.offer.hidden = false;
      document.body.classList.add("is-offered");
    });
    listen("reachable", () => {
      this.offer.hidden = true;
      document.body.classList.remove("is-offered");
    });
  }

  // Shows a message with a button that opens the panel.
  notify(sentence) {
    const box = this.offer.cloneNode(true);
    const button = box.querySelector("[data-rescue-open]");
    box.hidden = false;
    box.querySelector("[data-rescue-since]").textContent = sentence;
    button.addEventListener("click", () => this.open(button));
    this.notices.append(box);
  }
}

// An instant as text; a dash if there is none.
function clock(zone) {
  const time = timeOfDay(zone);
  return (instant) => {
    const date = new Date(instant);
    return instant !== null && !Number.isNaN(date.getTime()) ? time(date) : "–";
  };
}
