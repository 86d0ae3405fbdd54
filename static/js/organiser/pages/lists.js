// The pages of a list that is imported.
import { moveBetweenCells } from "../list-cells.js";
import { takeDropsAndPastes } from "../list-upload.js";
import { startPage } from "../page.js";

startPage();
takeDropsAndPastes(document.querySelector("[data-list-upload]"));
moveBetweenCells();
