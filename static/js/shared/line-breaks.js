// Lets long Chinese names break between words. Chinese is written without spaces, so a browser
// breaks a name anywhere, inside a word too. Names of teams and organisations are mostly made of
// places and kinds of organisations: a line may end after these.
const AFTER = [
  ...["省", "市(?!场)", "区(?!域|块)", "县", "镇", "乡(?!村)", "街道", "社区", "开发区(?!域)", "自治区", "自治州"],
  ...["总工会", "工会", "联合会", "工会委员会", "委员会", "分会", "协会", "局(?!部)", "厂(?!商)", "研究所"],
  ...["集团", "公司", "有限公司", "大学", "学院", "学校", "医院", "银行", "中心", "·", "・", "—"],
];
const BEFORE = ["代表队", "联队", "联合", "有限公司", "股份", "集团", "总工会", "委员会", "分会", "第"];
// At least two characters on either side: a single one on a line reads worse than any break. Of
// words within words, such as 工会 in 总工会委员会, the longest counts.
const HAN = "[\\u4e00-\\u9fff]";
const longestFirst = (words) => [...words].sort((a, b) => b.length - a.length).join("|");
const PLACES = new RegExp(
  `(${longestFirst(AFTER)})(?=${HAN}{2}|第|（)|(${HAN}{2})(?=${longestFirst(BEFORE)})`,
  "g",
);
const BREAK = "\u200b";

export const withBreaks = (name) =>
  name
    .replace(PLACES, `$&${BREAK}`)
    .split(BREAK);

const NAMES =
  ".team bdi, h1 bdi, .fit bdi, .opponents bdi, .competition-name bdi, .agenda-title bdi";

function addBreaks() {
  for (const name of document.querySelectorAll(NAMES)) {
    if (name.childElementCount) continue;
    const parts = withBreaks(name.textContent);
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
