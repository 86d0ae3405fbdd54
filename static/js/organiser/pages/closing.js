import { startPage } from "../page.js";
import { startSecondCount } from "../recount/panel.js";

startPage();
startSecondCount();
