// Nothing is sent for a judge who has not said who they are; the worker may get ready meanwhile.
import { startOffline } from "../offline.js";
import { markRunning } from "../page-state.js";

startOffline();
markRunning();
