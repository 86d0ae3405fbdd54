import { followStream } from "../follow-stream.js";
import { startOverlay } from "../overlay.js";
import { refreshOnNews } from "../refresh-on-news.js";

startOverlay();
refreshOnNews();
followStream();
