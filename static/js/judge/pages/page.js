// Pages without anything of their own to do: the review and the receipt.
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { markRunning } from "../page-state.js";

startPage(new Outbox());
markRunning();
