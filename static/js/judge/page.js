// What every page of a judge does: it sends what earlier pages left, reports to the server, and is
// kept for when there is no network.
import { guardLinks } from "./guarded-links.js";
import { Heartbeat } from "./heartbeat.js";
import { startOffline } from "./offline.js";
import { recoverOutbox } from "./outbox-recovery.js";
import { takeUnsent } from "./unsent-sheets.js";

// Comes last on a page: what none of its own sheets has taken up, it takes along.
export function startPage(outbox) {
  const { judge } = document.documentElement.dataset;
  recoverOutbox();
  takeUnsent(outbox, judge, () => {});
  const heartbeat = new Heartbeat(outbox, judge);
  guardLinks(document.querySelector("[data-stay]"), () => heartbeat.failed());
  heartbeat.start();
  startOffline();
}
