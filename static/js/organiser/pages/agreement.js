import { startAgreement } from "../../shared/agreement-page.js";
import { startPage } from "../page.js";

startPage();
startAgreement();
