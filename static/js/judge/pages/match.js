import { readPageData } from "../../shared/page-data.js";
import { startMatchClocks } from "../../shared/match-clock.js";
import { followAgreement } from "../agreement-beside.js";
import { keepHeightsEqual } from "../equal-heights.js";
import { Match } from "../match.js";
import { Outbox } from "../outbox.js";
import { startPage } from "../page.js";
import { startRescue } from "../rescue-panel.js";
import { markRunning } from "../page-state.js";

const outbox = new Outbox();
new Match(document.querySelector("[data-match]"), readPageData(), outbox);
followAgreement(readPageData().match);
keepHeightsEqual("[data-match] .pinned");
startPage(outbox);
startRescue(readPageData("rescue-state"));
markRunning();
startMatchClocks();
