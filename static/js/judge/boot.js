// Runs before the page is drawn, so that nothing moves when the page's module starts; a module
// would run too late. It is therefore a classic script, and the only one of ours that blocks.
"use strict";

(() => {
  const page = document.documentElement;
  page.classList.add("js");

  // If a file of the page's module did not load, none of it runs: the page then works as it does
  // without JavaScript, where forms send what was typed, and says so.
  window.addEventListener("load", () => {
    if (page.classList.contains("is-running")) return;
    page.classList.remove("js");
    const notice = document.querySelector("[data-script-failed]");
    if (notice) notice.hidden = false;
  });
})();
