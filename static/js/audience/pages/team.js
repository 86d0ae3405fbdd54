// A team's page, and the page about changes of place: both fetch their content again on news.
import { readPageData } from "../../shared/page-data.js";
import { followStream } from "../connection.js";
import { breakNames } from "../../shared/line-breaks.js";
import { watchTimeForAppeals } from "../time-for-appeals.js";
import { MyTeam } from "../my-team.js";
import { refreshOnNews } from "../refresh-on-news.js";

breakNames();
new MyTeam(null, readPageData("pin-words"));
watchTimeForAppeals();
refreshOnNews();
followStream();
