// Sends an act on the board and returns the board as it is then. The page's own form for moves has
// the token, and says what the page knew of.
import { fetchWithin } from "../../shared/fetch-within.js";
import { randomHex } from "../../shared/random-hex.js";

const LIMIT = 20000;

export class BoardServer {
  constructor(board) {
    this.board = board;
  }

  // The new board, and whether the act was carried out; null where the server was not reached.
  // Where the answer is no board, the page is loaded anew: it is signed out, or the stage is gone.
  async post(path, fields) {
    const body = new FormData(document.getElementById("move"));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("form_key", randomHex(16));
    const { address } = this.board().dataset;
    const options = { method: "POST", body, headers: { "HX-Request": "true" } };
    try {
      return await fetchWithin(LIMIT, `${address}/${path}`, options, async (response) => {
        const found = elementsOf(await response.text()).querySelector("#board");
        if (!found) window.location.reload();
        return found && { board: found, isDone: response.ok };
      });
    } catch {
      return null;
    }
  }

  // The judges for a seat, as a part of the page; null where there are none to show.
  async judgesFor(seat) {
    const { address, shown } = this.board().dataset;
    const query = `${shown}&seat=${encodeURIComponent(seat)}`;
    const options = { headers: { "HX-Request": "true" } };
    try {
      return await fetchWithin(LIMIT, `${address}/judges?${query}`, options, async (response) =>
        response.ok ? elementsOf(await response.text()).querySelector(".judges-form") : null,
      );
    } catch {
      return null;
    }
  }
}

function elementsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
