import { keepNamesFitted } from "../../shared/fit-names.js";
import { breakNames } from "../../shared/line-breaks.js";
import { startReveal } from "../reveal-keys.js";

breakNames();
keepNamesFitted();
startReveal();
