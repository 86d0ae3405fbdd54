// One side's form to sign: what was drawn and typed stays until the server has it.
import { Pad } from "./signing-pad.js";

export class Signing {
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.problem = form.querySelector("[data-sign-problem]");
    this.pad = new Pad(form.querySelector("[data-pad]"), () => this.say(""));
    form.querySelector("[data-clear]").addEventListener("click", () => this.pad.clear());
    for (const button of form.querySelectorAll("[data-name]")) {
      button.addEventListener("click", () => {
        form.elements.name.value = button.dataset.name;
        this.say("");
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sign();
    });
  }

  async sign() {
    const { server, texts } = this.page;
    if (this.page.isUnsaved) {
      this.say(texts.typing);
      return;
    }
    const { elements } = this.form;
    const button = this.form.querySelector("button.primary");
    button.disabled = true;
    const { match, seen } = this.page;
    const fields = { name: elements.name.value, match, seen };
    if (!this.pad.isEmpty) fields.strokes = JSON.stringify(this.pad.strokes);
    else if (elements.undrawn.checked) fields.undrawn = "1";
    const { status, answer } = await server.send(`/sign/${this.form.dataset.signing}`, fields);
    button.disabled = false;
    if (status === 200) {
      this.form.reset();
      this.pad.clear();
      this.say("");
      this.page.hear(answer);
    } else if (answer.error) {
      this.say(answer.message);
      this.page.refresh();
    } else {
      this.say(status === 404 ? texts.gone : texts.unsent_signature);
    }
  }

  say(text) {
    this.problem.textContent = text;
  }
}
