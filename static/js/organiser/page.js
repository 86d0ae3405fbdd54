// What every page of the organiser does. The pages also work without it.
import { showHallClock } from "./hall-clock.js";
import { levelHeads } from "./level-heads.js";
import { keepOpenParts } from "./open-parts.js";
import { offerPrinting } from "./print.js";
import { watchProgress } from "./progress.js";
import { redirectToSignIn } from "./sign-in-again.js";

export function startPage() {
  keepOpenParts();
  levelHeads();
  offerPrinting();
  showHallClock();
  watchProgress();
  redirectToSignIn();
}
