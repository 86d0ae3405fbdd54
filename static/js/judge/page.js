// What every page of a judge does: it sends what earlier pages left unsent, reports to the server,
// and is cached for when there is no network.
import { guardLinks } from "./guarded-links.js";
import { Heartbeat } from "./heartbeat.js";
import { MessageBar } from "./message-bar.js";
import { MessageOutbox } from "./message-outbox.js";
import { startOffline } from "./offline.js";
import { recoverOutbox } from "./outbox-recovery.js";
import { adoptUnsentSheets } from "./unsent-sheets.js";

// Must come last on a page: it adopts the unsent sheets that the page itself has not. Returns the
// outbox of messages, for a page that sends some.
export function startPage(outbox) {
  const { judge } = document.documentElement.dataset;
  const messages = new MessageOutbox(judge);
  const bar = document.querySelector("[data-message-bar]");
  if (bar) new MessageBar(bar, messages);
  recoverOutbox();
  adoptUnsentSheets(outbox, judge, () => {});
  const heartbeat = new Heartbeat(outbox, judge);
  guardLinks(document.querySelector("[data-stay]"), () => heartbeat.failed());
  heartbeat.start();
  startOffline();
  return messages;
}
