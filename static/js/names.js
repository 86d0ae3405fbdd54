// Chinese names break where a person would break them. Chinese is written without spaces, so a
// browser breaks a long name anywhere, inside a word too; the words that most names of teams and
// organisations are made of are enough to do better.
"use strict";

(() => {
  const after = ["区", "市", "省", "县", "局", "厂", "工会", "集团", "公司", "协会", "街道", "中心"];
  const before = ["代表队", "联队", "联合", "有限公司", "股份", "集团", "工会", "委员会", "分会"];
  // Two characters at least on either side: a lone one on a line reads worse than any break.
  const han = "[\\u4e00-\\u9fff]";
  const places = new RegExp(
    `(${after.join("|")})(?=${han}{2})|(${han}{2})(?=${before.join("|")})`,
    "g",
  );
  const BREAK = "\u200b";

  function mend(root) {
    for (const name of root.querySelectorAll(".team bdi, h1 bdi")) {
      if (name.childElementCount) continue;
      const parts = name.textContent.replace(places, `$&${BREAK}`).split(BREAK);
      if (parts.length < 2) continue;
      name.textContent = "";
      parts.forEach((part, at) => {
        if (at) name.append(document.createElement("wbr"));
        name.append(part);
      });
    }
  }

  mend(document);
  document.addEventListener("htmx:after:swap", () => mend(document));
})();
