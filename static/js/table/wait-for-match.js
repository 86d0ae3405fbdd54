// While no match is on at the table: asks every few seconds, and opens the page of the one that is.
import { AgreementServer } from "../shared/agreement-server.js";

const EVERY_MS = 4000;

export function waitForMatch() {
  if (!document.querySelector("[data-no-match]")) return;
  const server = new AgreementServer("/table");
  const ask = async () => {
    const { status, answer } = await server.ask();
    if (status === 200 && answer.match) window.location.assign("/table");
    else setTimeout(ask, EVERY_MS);
  };
  setTimeout(ask, EVERY_MS);
}
