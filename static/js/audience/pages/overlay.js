import { followStream } from "../connection.js";
import { keepNamesFitted } from "../../shared/fit-names.js";
import { startMatchClocks } from "../../shared/match-clock.js";
import { breakNames } from "../../shared/line-breaks.js";
import { watchTimeForAppeals } from "../time-for-appeals.js";
import { startOverlay } from "../overlay.js";
import { refreshOnNews } from "../refresh-on-news.js";

breakNames();
keepNamesFitted();
startOverlay();
// On air nothing is better than an error page; the extension goes on asking.
const takeOffAir = () => document.getElementById("overlay").setAttribute("hidden", "");
refreshOnNews(takeOffAir);
watchTimeForAppeals();
followStream(takeOffAir);
// Another match is on, or none any more: the lower third is asked for again.
document.addEventListener("match-clock:states", (event) => {
  const face = document.querySelector("[data-match-clock]");
  const [on] = event.detail;
  if ((face ? face.dataset.matchClock : "") === (on ? on.match : "")) return;
  htmx.trigger(document.getElementById("overlay"), "news", {}, false);
});
startMatchClocks();
