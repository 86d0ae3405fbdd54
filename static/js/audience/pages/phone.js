import { readPageData } from "../../shared/page-data.js";
import { followStream } from "../connection.js";
import { breakNames } from "../../shared/line-breaks.js";
import { MyTeam } from "../my-team.js";
import { RankChanges } from "../rank-changes.js";
import { watchTimeForAppeals } from "../time-for-appeals.js";

breakNames();
new MyTeam(document.getElementById("my-team"), readPageData("pin-words"));
watchTimeForAppeals();
const { board, strings } = followStream();
new RankChanges(board, document.getElementById("announcement"), strings);
