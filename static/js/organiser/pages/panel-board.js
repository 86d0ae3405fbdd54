import { startPage } from "../page.js";
import { PanelBoard } from "../panel-board/board.js";

startPage();
new PanelBoard();
