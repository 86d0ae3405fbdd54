// A judge who has not said who they are has nothing to send; the service worker can get ready.
import { startOffline } from "../offline.js";
import { markRunning } from "../page-state.js";

startOffline();
markRunning();
