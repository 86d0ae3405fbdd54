import { followStream } from "../connection.js";
import { startOverlay } from "../overlay.js";
import { refreshOnNews } from "../refresh-on-news.js";

startOverlay();
refreshOnNews();
followStream();
