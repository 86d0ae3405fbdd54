import { startMatchClocks } from "../../shared/match-clock.js";

startMatchClocks();
