// Panels arranged like cards on a table: a seat is chosen, a judge takes it, and it is saved.
import { CardDrag } from "./card-drag.js";
import { JudgeFinder } from "./judge-finder.js";
import { Pins } from "./pins.js";
import { nextFreeSeat, seatAfter } from "./seat-grid.js";
import { BoardServer } from "./server.js";

const READ_JUDGES_AFTER = 90;

export class PanelBoard {
  constructor() {
    this.server = new BoardServer(() => this.board);
    this.pins = new Pins(this.board);
    this.finder = new JudgeFinder(
      (judge) => this.place(judge),
      () => this.focus(this.chosen),
    );
    this.drag = new CardDrag((judge, origin, seat) => this.dropped(judge, origin, seat));
    this.chosen = "";
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("focusin", (event) => this.focused(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("change", (event) => {
      if (event.target.name === "pin") this.pins.note(event.target);
    });
    this.start();
  }

  get board() {
    return document.getElementById("board");
  }

  get rows() {
    return [...this.board.querySelectorAll(".board-row")].map((row) =>
      [...row.querySelectorAll("a[data-seat]")].map((seat) => seat.dataset.seat),
    );
  }

  seat(where) {
    return this.board.querySelector(`a[data-seat="${CSS.escape(where)}"]`);
  }

  // After the board was replaced: one seat is reached by Tab, the arrow keys lead to the others.
  start() {
    this.pins.show(this.board);
    this.finder.start();
    const seats = [...this.board.querySelectorAll("a[data-seat]")];
    const first = seats.find((seat) => seat.dataset.seat === this.chosen) || seats[0];
    for (const seat of seats) {
      seat.tabIndex = seat === first ? 0 : -1;
      seat.classList.toggle("is-chosen", seat.dataset.seat === this.chosen);
    }
  }

  focus(where) {
    const seat = where && this.seat(where);
    if (seat) seat.focus();
  }

  focused(event) {
    const seat = event.target.closest("#board a[data-seat]");
    if (seat) this.choose(seat);
  }

  choose(seat) {
    const before = this.board.querySelector("a[data-seat][tabindex='0']");
    if (before) before.tabIndex = -1;
    for (const other of this.board.querySelectorAll(".seat.is-chosen")) {
      other.classList.remove("is-chosen");
    }
    seat.tabIndex = 0;
    seat.classList.add("is-chosen");
    this.chosen = seat.dataset.seat;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.readJudges(this.chosen), READ_JUDGES_AFTER);
  }

  async readJudges(where) {
    const found = await this.server.judgesFor(where);
    // Meanwhile another seat may have been chosen, or the board replaced.
    if (!found || where !== this.chosen || !this.seat(where)) return;
    document.getElementById("judge-choice").replaceChildren(found);
    this.finder.start();
  }

  clicked(event) {
    const seat = event.target.closest("#board a[data-seat]");
    const card = event.target.closest("#judge-choice button[name='judge']");
    if (seat) seat.focus();
    else if (card) this.place(card.value);
    else if (event.target.closest("#board [data-leave]")) {
      this.board.querySelector("[data-conflict]").remove();
      this.focus(this.chosen);
    } else return;
    event.preventDefault();
  }

  submitted(event) {
    const { target: form } = event;
    if (form.id === "propose") {
      this.pins.addTo(form, this.board);
      this.say(this.board.dataset.waiting);
    }
    if (form.matches("[data-conflict]")) {
      event.preventDefault();
      this.send("seat", Object.fromEntries(new FormData(form)));
    } else if (form.matches("[data-undo]")) {
      event.preventDefault();
      this.undo();
    } else if (form.matches(".judges-form")) event.preventDefault();
  }

  pressed(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey;
    if (isUndo && !event.target.matches("input, textarea")) {
      event.preventDefault();
      this.undo();
      return;
    }
    const seat = event.target.closest("#board a[data-seat]");
    if (!seat || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = seatAfter(this.rows, seat.dataset.seat, event.key);
    if (next) this.focus(next);
    else if (event.key === "Delete" || event.key === "Backspace") this.empty(seat);
    else if (event.key === "Enter" || event.key === " ") this.finder.begin();
    else {
      // A letter goes on into the field, as does what an input method composes.
      if (event.key.length === 1 || event.key === "Process") this.finder.begin();
      return;
    }
    event.preventDefault();
  }

  place(judge) {
    const seat = this.chosen;
    if (!seat) return;
    const isFree = (each) => !this.seat(each).dataset.judge;
    const wasFree = this.seat(seat) && isFree(seat);
    this.send("seat", { seat, judge, origin: "" }, () =>
      wasFree ? nextFreeSeat(this.rows, seat, isFree) : seat,
    );
  }

  empty(seat) {
    if (seat.dataset.judge) this.send("seat", { seat: seat.dataset.seat, judge: "" });
  }

  dropped(judge, origin, seat) {
    this.chosen = seat || origin;
    if (seat) this.send("seat", { seat, judge, origin });
    else this.send("seat", { seat: origin, judge: "", origin: "" });
  }

  undo() {
    const form = this.board.querySelector("[data-undo]");
    if (form) this.send("undo", { number: form.elements.number.value });
  }

  // One act at a time; `then` says where to go on once it is carried out.
  async send(path, fields, then = null) {
    if (this.isSending) return;
    this.isSending = true;
    this.board.setAttribute("aria-busy", "true");
    const answer = await this.server.post(path, fields);
    this.isSending = false;
    this.board.removeAttribute("aria-busy");
    if (!answer) {
      this.say(this.board.dataset.lost);
      return;
    }
    this.replace(answer.board);
    if (answer.isDone) {
      this.focus(then ? then() : this.chosen);
      this.say(this.board.dataset.saved);
    } else this.showRefusal();
  }

  // What is asked for, or else why nothing was done, may be far above the seat.
  showRefusal() {
    const reason = document.getElementById("conflict-reason");
    const seat = this.seat(this.chosen);
    const message = this.board.querySelector(".message");
    if (reason) reason.focus();
    else if (seat) seat.focus({ preventScroll: true });
    if (message && !reason) message.scrollIntoView({ block: "center" });
  }

  replace(board) {
    const scrolled = this.board.querySelector(".board-judges").scrollTop;
    const wasOpen = this.board.querySelector("details.board-propose").open;
    this.board.replaceWith(document.adoptNode(board));
    this.board.querySelector("details.board-propose").open = wasOpen;
    this.board.querySelector(".board-judges").scrollTop = scrolled;
    this.start();
  }

  say(text) {
    this.board.querySelector("[data-said]").textContent = text;
  }
}
