// Pages with no script of their own: the review and the receipt.
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { markRunning } from "../page-state.js";

startPage(new Outbox());
markRunning();
