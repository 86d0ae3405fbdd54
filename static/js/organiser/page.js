// What every page of the organiser does. The pages also work without it.
import { labelFileChoosers } from "./file-choosers.js";
import { showHallClock } from "./hall-clock.js";
import { levelHeads } from "./level-heads.js";
import { keepOpenParts } from "./open-parts.js";
import { offerPrinting } from "../shared/print.js";
import { watchProgress } from "./progress.js";
import { watchRubricSum } from "./rubric-sum.js";
import { redirectToSignIn } from "./sign-in-again.js";
import { startScoreTable } from "./score-table.js";
import { showWhenChosen } from "./shown-when.js";
import { guardUnsavedForms } from "./unsaved-forms.js";

export function startPage() {
  labelFileChoosers();
  keepOpenParts();
  levelHeads();
  offerPrinting();
  showHallClock();
  watchProgress();
  redirectToSignIn();
  watchRubricSum();
  startScoreTable();
  showWhenChosen();
  guardUnsavedForms();
}
