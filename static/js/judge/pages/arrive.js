import { readPageData } from "../../shared/page-data.js";
import { storeArrivedBundle } from "../rescue-import.js";
import { markRunning } from "../page-state.js";

storeArrivedBundle(document.querySelector("[data-arrived]"), readPageData().strings);
markRunning();
