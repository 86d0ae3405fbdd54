import { readPageData } from "../../shared/page-data.js";
import { breakNames } from "../../shared/line-breaks.js";
import { MyTeam } from "../my-team.js";

breakNames();
new MyTeam(null, readPageData("pin-words"));
