// Names of one line and of three: the rows of both columns stand level all the same.
(function () {
  "use strict";

  function level() {
    var heads = Array.from(document.querySelectorAll("[data-match] .pinned"));
    heads.forEach(function (head) { head.style.minHeight = ""; });
    var beside = heads.length > 1 && heads[0].offsetLeft !== heads[1].offsetLeft;
    var tallest = Math.max.apply(null, heads.map(function (head) { return head.offsetHeight; }));
    if (beside) heads.forEach(function (head) { head.style.minHeight = tallest + "px"; });
  }
  level();
  window.addEventListener("resize", level);
})();
