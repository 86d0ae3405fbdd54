import { startReveal } from "../reveal-keys.js";

startReveal();
