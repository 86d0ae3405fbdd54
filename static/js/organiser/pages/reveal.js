// Pages that control a reveal: the projector's controls, and a rehearsal.
import { startPage } from "../page.js";
import { startReveal } from "../reveal-keys.js";

startPage();
startReveal();
