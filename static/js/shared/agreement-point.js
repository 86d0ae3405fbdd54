// One focal point: saved as it is typed, one write at a time, and never over what the writer has
// not seen. What is not saved is kept on the device until the server has it.

const AFTER_TYPING_MS = 900;
const AGAIN_MS = 3000;

// As the server keeps it.
const plain = (words) => words.normalize("NFC").trim();

export class Point {
  constructor(item, page) {
    this.item = item;
    this.page = page;
    this.key = item.dataset.point;
    this.form = item.querySelector("form");
    this.words = item.querySelector("[data-words]");
    this.state = item.querySelector("[data-state]");
    this.compare = item.querySelector("[data-compare]");
    this.seen = this.form.elements.seen.value;
    this.stored = this.typed();
    this.timer = 0;
    this.isBusy = false;
    this.theirs = null;
    this.form.addEventListener("input", () => this.changed(AFTER_TYPING_MS));
    this.form.addEventListener("change", () => this.changed(0));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    for (const button of this.compare.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.decide(button.dataset.keep));
    }
    this.restore();
    this.lock();
  }

  typed() {
    return { status: this.form.elements.status.value, words: plain(this.words.value) };
  }

  get isUnsaved() {
    const { status, words } = this.typed();
    return status !== this.stored.status || words !== this.stored.words;
  }

  // What an earlier page could not send.
  restore() {
    const kept = this.page.kept.read(this.key);
    if (!kept) {
      this.say(this.stored.status ? "saved" : "");
      return;
    }
    this.put(kept);
    this.seen = kept.seen;
    this.changed(0);
  }

  put({ status, words }) {
    this.form.elements.status.value = status;
    if (plain(this.words.value) !== words) this.words.value = words;
    this.fit();
  }

  // The field is as high as its words; a sheet that lies on a table has no scroll bars inside.
  fit() {
    this.words.style.height = "auto";
    this.words.style.height = `${this.words.scrollHeight + 2}px`;
  }

  changed(wait) {
    this.fit();
    if (!this.isUnsaved) {
      if (!this.isBusy) this.settle();
      return;
    }
    this.page.kept.write(this.key, { ...this.typed(), seen: this.seen });
    if (!this.theirs) this.say("typing");
    this.saveIn(wait);
  }

  saveIn(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isBusy || this.theirs || !this.isUnsaved) return;
    const sent = this.typed();
    if (!sent.status && sent.words) {
      this.say("choose");
      return;
    }
    this.isBusy = true;
    this.say("saving");
    const fields = { ...sent, match: this.page.match, seen: this.seen };
    if (this.page.takeOff.checked) fields.signed = this.page.signed;
    const { status, answer } = await this.page.server.send(`/points/${this.key}`, fields);
    this.isBusy = false;
    this.heard(status, answer, sent);
  }

  heard(status, answer, sent) {
    if (status === 200) {
      const { status: standing, words, seen } = answer.points.find(({ key }) => key === this.key);
      this.stored = sent;
      // Another's write may have come between; then the next save from here is refused.
      if (standing === sent.status && words === sent.words) this.seen = seen;
      this.page.hear(answer);
      if (this.isUnsaved) this.changed(AFTER_TYPING_MS);
    } else if (answer.error === "changed") {
      this.showTheirs(answer);
    } else if (answer.error === "signed") {
      this.page.refresh();
      this.refuse(answer.message);
    } else if (answer.error) {
      this.refuse(answer.message);
    } else if (status === 404) {
      this.say("gone");
    } else {
      this.say(this.page.kept.works ? "kept" : "unkept");
      this.saveIn(AGAIN_MS);
    }
  }

  showTheirs({ status, words, seen }) {
    this.theirs = { status, words, seen };
    const { texts } = this.page;
    const standing = texts[status || "open"];
    this.compare.querySelector("[data-theirs]").textContent = words
      ? `${standing}: ${words}`
      : `${standing} (${texts.no_words})`;
    this.compare.hidden = false;
    this.say("changed");
  }

  decide(whose) {
    const { theirs } = this;
    this.compare.hidden = true;
    this.theirs = null;
    this.seen = theirs.seen;
    this.stored = { status: theirs.status, words: theirs.words };
    if (whose === "theirs") this.put(theirs);
    this.changed(0);
    this.page.refresh();
  }

  // The point as the server has it now.
  hear({ status, words, seen }) {
    if (this.isBusy || this.theirs) return;
    if (this.isUnsaved) {
      // What stands there is what was sent from here, or another's: the next save tells.
      if (seen !== this.seen && status === this.typed().status && words === this.typed().words) {
        this.stored = { status, words };
        this.seen = seen;
        this.settle();
      }
      return;
    }
    this.seen = seen;
    this.form.elements.seen.value = seen;
    this.stored = { status, words };
    this.put(this.stored);
    this.settle();
  }

  settle() {
    clearTimeout(this.timer);
    this.page.kept.remove(this.key);
    this.say(this.stored.status ? "saved" : "");
    this.lock();
  }

  // Signed words are changed only by who has ticked that the signatures go.
  lock() {
    const isLocked = Boolean(this.page.signed) && !this.page.takeOff.checked && !this.isUnsaved;
    this.words.readOnly = isLocked;
    for (const choice of this.form.elements.status) choice.disabled = isLocked;
    this.item.classList.toggle("is-locked", isLocked);
  }

  refuse(message) {
    this.state.dataset.state = "refused";
    this.state.textContent = message;
  }

  say(state) {
    this.state.dataset.state = state;
    const text = state ? this.page.texts[state] : "";
    if (this.state.textContent !== text) this.state.textContent = text;
  }
}
