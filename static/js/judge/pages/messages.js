// All messages of the judge, and the call.
import { CallForm } from "../call-form.js";
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { markRunning } from "../page-state.js";

const messages = startPage(new Outbox());
new CallForm(document.querySelector("[data-call]"), messages);
markRunning();
