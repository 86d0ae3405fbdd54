// The header's line for messages: the oldest unread one, until the judge marks it as read. It lies
// over the page's title, in a place of its own, so nothing moves when it comes or goes.
import { fill } from "../shared/text.js";
import { listen } from "./events.js";

// So that a second tap, meant for this message, does not mark the next one.
const REST_MS = 1500;
const READ = "read-";

// The messages to show: those unread by the server's answer, without those marked here meanwhile.
export const stillUnread = (messages, readHere) => messages.filter(({ id }) => !readHere.has(id));

export class MessageBar {
  // outbox: a MessageOutbox
  constructor(bar, outbox) {
    this.bar = bar;
    this.outbox = outbox;
    this.form = bar.querySelector("[data-message-form]");
    this.button = bar.querySelector("[data-message-read]");
    this.label = this.button.textContent;
    this.announcer = document.querySelector("[data-message-announce]");
    this.unread = [];
    this.readHere = new Set(
      outbox.waiting.filter(({ name }) => name.startsWith(READ)).map(({ name }) => idIn(name)),
    );
    this.shown = bar.hidden ? 0 : Number(this.form.action.match(/(\d+)\/read$/)[1]);
    this.isResting = false;
    if (this.readHere.has(this.shown)) this.bar.hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.markRead();
    });
    listen("states", ({ detail }) => this.hear(detail.messages || []));
  }

  hear(messages) {
    this.unread = stillUnread(messages, this.readHere);
    if (!this.isResting) this.show();
  }

  show() {
    const [first] = this.unread;
    this.bar.hidden = !first;
    if (!first) {
      this.shown = 0;
      return;
    }
    const more = this.unread.length - 1;
    this.bar.querySelector("[data-message-text]").textContent = first.text;
    this.bar.querySelector("[data-message-more]").textContent = more
      ? fill(this.bar.dataset.more, { count: more })
      : "";
    this.form.action = `/judge/messages/${first.id}/read`;
    if (first.id !== this.shown) {
      this.announcer.textContent = `${this.bar.dataset.called} ${first.text}`;
    }
    this.shown = first.id;
  }

  markRead() {
    if (this.isResting || !this.shown) return;
    const id = this.shown;
    this.readHere.add(id);
    this.unread = stillUnread(this.unread, this.readHere);
    this.outbox.add(`${READ}${id}`, `/api/v1/judge/messages/${id}/read`, {});
    this.announcer.textContent = this.bar.dataset.done;
    this.button.textContent = this.bar.dataset.done;
    this.isResting = true;
    setTimeout(() => {
      this.isResting = false;
      this.button.textContent = this.label;
      this.show();
    }, REST_MS);
  }
}

const idIn = (name) => Number(name.slice(READ.length));
