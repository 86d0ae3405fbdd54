import { followStream } from "../connection.js";
import { startMatchClocks } from "../../shared/match-clock.js";
import { fitNames, keepNamesFitted } from "../../shared/fit-names.js";
import { breakNames } from "../../shared/line-breaks.js";
import { PageTurner } from "../page-turner.js";
import { RankChanges } from "../rank-changes.js";
import { Screen } from "../screen.js";
import { ServerClock } from "../server-clock.js";
import { watchTimeForAppeals } from "../time-for-appeals.js";
import { showWallClock } from "../wall-clock.js";

const { board, line, strings } = followStream();
const place = document.getElementById("clock");
const clock = new ServerClock(place.dataset.ask);
// Before the rows' places are compared: first the shown page of a list, then its names.
breakNames();
new PageTurner(board, document.getElementById("page-number"), clock, fitNames);
keepNamesFitted();
new RankChanges(board, document.getElementById("announcement"), strings);
showWallClock(place, clock);
watchTimeForAppeals(() => clock.now());
new Screen(board, line, clock);
startMatchClocks();
