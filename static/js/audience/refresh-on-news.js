// Fetches the page's content again when the stream announces a newer version. Only the number in a
// message is used. Thousands of pages receive it at the same instant, so each waits a random time
// before its request, and never has two requests under way.
import { stateNumber } from "../shared/state-number.js";

const RETRY_MS = 10000; // After a failed request; the slow poll continues as well.

// `whenGone` is what the page does once its content is not public any more.
export function refreshOnNews(whenGone = () => window.location.reload()) {
  const page = () => document.querySelector("[data-follow]");
  const shown = () => stateNumber(page().dataset.number);
  let newest = 0;
  let wanted = 0;
  let timer = 0;
  let isAsking = false;

  function ask() {
    timer = 0;
    if (!isAsking && shown() < newest) htmx.trigger(page(), "news", {}, false);
  }

  function askSoon() {
    if (timer || isAsking || shown() >= newest) return;
    const hasFailed = shown() < wanted;
    const spread = hasFailed ? RETRY_MS : Number(page().dataset.follow);
    timer = setTimeout(ask, (hasFailed ? RETRY_MS : 0) + spread * Math.random());
  }

  document.addEventListener("htmx:sse:after:message", (event) => {
    const { message } = event.detail;
    newest = Math.max(newest, stateNumber(message.event ? 0 : message.id));
    askSoon();
  });
  document.addEventListener("htmx:before:request", (event) => {
    if (event.target !== page()) return;
    isAsking = true;
    wanted = newest;
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.target !== page()) return;
    isAsking = false;
    // Taken off what is public: nobody goes on reading it as if it were not. What was announced is
    // forgotten, since the stream announces it anew once it is back.
    if (event.detail.ctx.response?.status === 404) {
      newest = 0;
      wanted = 0;
      whenGone();
    }
    askSoon();
  });
}
