import { startMatchClocks } from "../../shared/match-clock.js";
import { startClockControls } from "../match-clock-controls.js";
import { startPage } from "../page.js";

startPage();
startClockControls();
startMatchClocks();
