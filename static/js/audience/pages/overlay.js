import { followStream } from "../connection.js";
import { startOverlay } from "../overlay.js";
import { refreshOnNews } from "../refresh-on-news.js";

startOverlay();
refreshOnNews();
// On air nothing is better than an error page; the extension goes on asking.
followStream(() => document.getElementById("overlay").setAttribute("hidden", ""));
