import { followStream } from "../connection.js";
import { RankChanges } from "../rank-changes.js";
import { Screen } from "../screen.js";
import { ServerClock } from "../server-clock.js";
import { showWallClock } from "../wall-clock.js";

const { board, line, strings } = followStream();
new RankChanges(board, document.getElementById("announcement"), strings);
const place = document.getElementById("clock");
const clock = new ServerClock(place.dataset.ask);
showWallClock(place, clock);
new Screen(board, line, clock);
