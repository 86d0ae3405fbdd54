// What a judge has declared: a page to read, print and sign.
import { offerPrinting } from "../../shared/print.js";
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { markRunning } from "../page-state.js";

startPage(new Outbox());
offerPrinting();
markRunning();
