// The programme: its timetable and its table.
import { startPage } from "../page.js";
import { startTable } from "../programme/table.js";
import { startTimetable } from "../programme/timetable.js";

startPage();
startTable();
startTimetable();
