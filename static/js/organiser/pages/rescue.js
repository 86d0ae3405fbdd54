import { readPageData } from "../../shared/page-data.js";
import { startPage } from "../page.js";
import { RescueForm } from "../rescue.js";

startPage();
new RescueForm(document.querySelector("[data-rescue-form]"), readPageData());
