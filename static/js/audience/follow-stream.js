// What every page does that hears the stream: the line that says whether it is heard.
import { readPageData } from "../shared/page-data.js";
import { Connection } from "./connection.js";

// Gives {board, line, strings} for whatever else the page does with the stream.
export function followStream() {
  const board = document.getElementById("live");
  const line = document.getElementById("link-state");
  const strings = readPageData("live-words");
  new Connection(board, line, strings);
  return { board, line, strings };
}
