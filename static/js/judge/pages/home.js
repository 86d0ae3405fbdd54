import { readPageData } from "../../shared/page-data.js";
import { Home } from "../home.js";
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { startRescue } from "../rescue-panel.js";
import { markRunning } from "../page-state.js";

const outbox = new Outbox();
new Home(readPageData(), outbox);
startPage(outbox);
startRescue(readPageData("rescue-state"));
markRunning();
