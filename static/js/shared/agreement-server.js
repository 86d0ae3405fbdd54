// What a page of the agreement asks the server: always the sheet as JSON, with a fresh form token.
import { fetchWithin } from "./fetch-within.js";

const TIMEOUT_MS = 8000;

export class AgreementServer {
  constructor(address) {
    this.address = address;
    this.token = document.querySelector('meta[name="csrf-token"]').content;
  }

  // {status, answer}: `status` is 0 where the server could not be reached.
  async ask(path = "", fields = null) {
    const options = {
      method: fields ? "POST" : "GET",
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      headers: { Accept: "application/json" },
    };
    if (fields) {
      options.headers["X-CSRFToken"] = this.token;
      options.body = new URLSearchParams(fields);
    }
    try {
      return await fetchWithin(TIMEOUT_MS, this.address + path, options, async (response) => {
        const answer = await response.json().catch(() => ({}));
        if (answer.csrf) this.token = answer.csrf;
        // A redirect leads to a sign-in: the page is nobody's any more.
        const status = response.type === "opaqueredirect" ? 404 : response.status;
        return { status, answer };
      });
    } catch {
      return { status: 0, answer: {} };
    }
  }

  // Sends a form; once more with a fresh token where the page's own is no longer valid.
  async send(path, fields) {
    const first = await this.ask(path, fields);
    if (first.status !== 400) return first;
    await this.ask();
    return this.ask(path, fields);
  }
}
