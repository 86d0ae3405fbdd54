// How a bundle leaves the tablet: drawn as a code, saved as a file, or carried to an address.
(function (Accord) {
  "use strict";

  // A code as an SVG, four modules of margin around it; `label` says which one it is.
  function drawn(text, label) {
    var code = qrcode(0, "M");
    code.addData(text, "Byte");
    code.make();
    var count = code.getModuleCount();
    var path = "";
    for (var row = 0; row < count; row += 1) {
      for (var column = 0; column < count; column += 1) {
        if (code.isDark(row, column)) path += "M" + (column + 4) + " " + (row + 4) + "h1v1h-1z";
      }
    }
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 " + (count + 8) + " " + (count + 8));
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    var dots = document.createElementNS(space, "path");
    dots.setAttribute("d", path);
    svg.appendChild(dots);
    return svg;
  }

  function saveFile(wire) {
    var bundle = Accord.rescue.read(wire).bundle;
    var address = URL.createObjectURL(new Blob([wire], { type: "application/json" }));
    var link = document.createElement("a");
    link.href = address;
    link.download = "accord-rescue-" + bundle.competition + "-" + bundle.judge + ".json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
  }

  // What people type for an address: a host, a port perhaps, perhaps all of it; "" for none.
  function origin(typed) {
    var text = typed.trim().replace(/[：。]/g, function (sign) { return sign === "：" ? ":" : "."; });
    if (!/^https?:\/\//i.test(text)) text = "http://" + text;
    // Too few numbers would be filled up with noughts to a wrong address.
    var numbers = text.replace(/^https?:\/\//i, "").match(/^[\d.]+(?=[:/]|$)/);
    if (numbers && !/^\d+(\.\d+){3}$/.test(numbers[0])) return "";
    try {
      var address = new URL(text);
      var sound = /^https?:$/.test(address.protocol) && address.hostname && !address.username;
      return sound && !/\s/.test(typed.trim()) ? address.origin : "";
    } catch (error) { return ""; }
  }

  Accord.ways = { drawn: drawn, saveFile: saveFile, origin: origin };
})(window.Accord);
