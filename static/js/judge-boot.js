// Runs before the page is drawn, so that nothing moves once the other scripts are there.
document.documentElement.classList.add("js");
window.Accord = {};

// A mark as people read it, however it was typed: "09.50" is 9.5, "17.0" is 17.
window.Accord.mark = function (decimal) {
  "use strict";
  var parts = decimal.replace(/^-/, "").split(".");
  var number = (parts[0].replace(/^0+/, "") || "0") + "." + (parts[1] || "").replace(/0+$/, "");
  number = number.replace(/\.$/, "");
  return decimal.charAt(0) === "-" && number !== "0" ? "-" + number : number;
};
