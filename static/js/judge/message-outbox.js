// What the judge has sent to the organisers, or marked as read, and the server has not acknowledged:
// each is stored on the tablet first, then sent at every contact until there is an answer.
import { fetchWithin } from "../shared/fetch-within.js";
import { randomHex } from "../shared/random-hex.js";
import { announce, listen } from "./events.js";
import { formToken, renewFormToken } from "./form-token.js";
import * as storage from "./storage.js";
import { messageKey, messageKeysOf } from "./storage-keys.js";

const TIMEOUT_MS = 8000;

// Whether an answer ends the sending: done, or refused for good. Anything else is tried again.
export const isFinal = (status) => status === 200 || [404, 422, 423, 429].includes(status);

// What waits, the oldest first. entries: [{name, entry: {at}}]
export const inOrder = (entries) => [...entries].sort((a, b) => a.entry.at - b.entry.at);

export class MessageOutbox {
  // judge: "competition/judge"
  constructor(judge) {
    this.judge = judge;
    this.isBusy = false;
    listen("reachable", () => this.sendAll());
    listen("states", () => this.sendAll());
  }

  get waiting() {
    const prefix = messageKeysOf(this.judge);
    const found = storage.keysWith(prefix).map((key) => ({
      name: key.slice(prefix.length),
      entry: storage.read(key),
    }));
    return inOrder(found.filter(({ entry }) => entry));
  }

  // Sends once, whatever happens meanwhile; the event `sent` says how it was answered.
  add(name, address, body, key = randomHex(16)) {
    storage.write(messageKey(this.judge, name), { address, body, key, at: Date.now() });
    this.sendAll();
  }

  async sendAll() {
    if (this.isBusy) return;
    this.isBusy = true;
    let isAnswered = true;
    while (isAnswered && this.waiting.length) isAnswered = await this.send(this.waiting[0]);
    this.isBusy = false;
  }

  // True once the server has answered for good.
  async send({ name, entry }) {
    const options = {
      method: "POST",
      body: JSON.stringify(entry.body),
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": entry.key,
        "X-CSRFToken": formToken(),
        "X-Accord-Judge": this.judge,
      },
    };
    let status = 0;
    let answer = null;
    try {
      await fetchWithin(TIMEOUT_MS, entry.address, options, async (response) => {
        answer = await response.json().catch(() => null);
        ({ status } = response);
      });
    } catch {
      // The server cannot be reached.
    }
    if (status === 400) renewFormToken().catch(() => {});
    if (isFinal(status)) storage.remove(messageKey(this.judge, name));
    announce("sent", { name, status, answer });
    return isFinal(status);
  }
}
