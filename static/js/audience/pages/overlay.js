import { followStream } from "../connection.js";
import { keepNamesFitted } from "../../shared/fit-names.js";
import { breakNames } from "../../shared/line-breaks.js";
import { startOverlay } from "../overlay.js";
import { refreshOnNews } from "../refresh-on-news.js";

breakNames();
keepNamesFitted();
startOverlay();
refreshOnNews();
// On air nothing is better than an error page; the extension goes on asking.
followStream(() => document.getElementById("overlay").setAttribute("hidden", ""));
