// The programme: fetches its content again on news, and says what is on now and next.
import { followStream } from "../connection.js";
import { showNowAndNext } from "../now-and-next.js";
import { refreshOnNews } from "../refresh-on-news.js";

showNowAndNext();
refreshOnNews();
followStream();
