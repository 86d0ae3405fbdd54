import { readPageData } from "../../shared/page-data.js";
import { importRescue } from "../rescue-import.js";
import { markRunning } from "../page-state.js";

importRescue(document.querySelector("[data-arrived]"), readPageData().strings);
markRunning();
