// A page that is asked for anew when the stream says that there is something newer. Of a message
// it takes the number alone; thousands hear it in the same instant, so each waits a while of its
// own before it asks, and has one request under way at most.
const AGAIN_MS = 10000; // After a try that failed; the slow poll asks besides.

export function refreshOnNews() {
  const page = () => document.querySelector("[data-follow]");
  const shown = () => Number(page().dataset.number);
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
    const spread = hasFailed ? AGAIN_MS : Number(page().dataset.follow);
    timer = setTimeout(ask, (hasFailed ? AGAIN_MS : 0) + spread * Math.random());
  }

  document.addEventListener("htmx:sse:after:message", (event) => {
    const { message } = event.detail;
    newest = Math.max(newest, Number(message.event ? 0 : message.id));
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
    askSoon();
  });
}
