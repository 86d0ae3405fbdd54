// The judge's call: sent without leaving the page, and kept on the tablet until the server has it.
import { randomHex } from "../shared/random-hex.js";
import { fill } from "../shared/text.js";
import { listen } from "./events.js";

const ADDRESS = "/api/v1/judge/messages";
const CALL = "call-";

export class CallForm {
  // outbox: a MessageOutbox
  constructor(form, outbox) {
    this.form = form;
    this.outbox = outbox;
    this.text = form.querySelector("textarea");
    this.state = form.querySelector("[data-call-state]");
    this.sent = new Map(); // What was said, by the entry's name.
    // Not `submit`: it does not say everywhere which button was pressed.
    for (const button of form.querySelectorAll("button")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.call(button.value || this.text.value.trim(), button.textContent.trim());
      });
    }
    for (const { name, entry } of outbox.waiting) {
      if (name.startsWith(CALL)) this.tell("waiting", entry.body.text, name);
    }
    listen("sent", ({ detail }) => this.hear(detail));
  }

  // label: what a ready sentence is in the judge's own language.
  call(text, label) {
    if (!text) {
      this.state.textContent = this.state.dataset.blank;
      this.text.focus();
      return;
    }
    const name = `${CALL}${randomHex(8)}`;
    const said = text === this.text.value.trim() ? text : label;
    this.tell("sending", said, name);
    this.outbox.add(name, ADDRESS, { text });
  }

  hear({ name, status, answer }) {
    if (!this.sent.has(name)) return;
    if (status === 200) {
      if (this.text.value.trim() === answer.text) this.text.value = "";
      this.tell("sent", answer.text, name);
    } else if (answer && answer.message && status !== 400 && status < 500) {
      this.state.textContent = answer.message;
    } else {
      this.tell("waiting", this.sent.get(name), name);
    }
  }

  tell(what, text, name) {
    this.sent.set(name, text);
    this.state.textContent = fill(this.state.dataset[what], { text });
  }
}
