import { startMatchClocks } from "../../shared/match-clock.js";
import { startClockControls } from "../match-clock-controls.js";
import { startPage } from "../page.js";
import { startShortcuts } from "../shortcuts.js";
import { keepStillUnderFinger } from "../still-under-finger.js";

startPage();
startShortcuts();
keepStillUnderFinger();
startClockControls();
startMatchClocks();
