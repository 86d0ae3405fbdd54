// Lets long Chinese names break between words. Chinese is written without spaces, so a browser
// breaks a name anywhere, inside a word too; the words that most names of teams and organisations
// contain are enough to do better.
const AFTER = ["区", "市", "省", "县", "局", "厂", "工会", "集团", "公司", "协会", "街道", "中心"];
const BEFORE = ["代表队", "联队", "联合", "有限公司", "股份", "集团", "工会", "委员会", "分会"];
// At least two characters on either side: a single one on a line reads worse than any break.
const HAN = "[\\u4e00-\\u9fff]";
const PLACES = new RegExp(
  `(${AFTER.join("|")})(?=${HAN}{2})|(${HAN}{2})(?=${BEFORE.join("|")})`,
  "g",
);
const BREAK = "\u200b";

function addBreaks() {
  for (const name of document.querySelectorAll(".team bdi, h1 bdi")) {
    if (name.childElementCount) continue;
    const parts = name.textContent.replace(PLACES, `$&${BREAK}`).split(BREAK);
    if (parts.length < 2) continue;
    name.textContent = "";
    parts.forEach((part, at) => {
      if (at) name.append(document.createElement("wbr"));
      name.append(part);
    });
  }
}

export function breakNames() {
  addBreaks();
  document.addEventListener("htmx:after:swap", addBreaks);
}
