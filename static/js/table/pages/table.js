import { startAgreement } from "../../shared/agreement-page.js";
import { startMatchClocks } from "../../shared/match-clock.js";
import { waitForMatch } from "../wait-for-match.js";

startMatchClocks();
startAgreement();
waitForMatch();
