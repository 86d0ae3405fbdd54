// Exact decimals: what was typed, where it lies on a dimension's scale, what marks come to.
(function (Accord) {
  "use strict";

  var PLAIN = /^-?[0-9]{1,30}(\.[0-9]{1,30})?$/;
  var ZERO = BigInt(0);

  function placesOf(decimal) {
    var point = decimal.indexOf(".");
    return point < 0 ? 0 : decimal.length - point - 1;
  }

  function scaled(decimal, places) {
    var parts = decimal.split(".");
    return BigInt(parts[0] + (parts[1] || "").padEnd(places, "0"));
  }

  function plain(units, places) {
    var sign = units < ZERO ? "-" : "";
    var digits = String(units < ZERO ? -units : units).padStart(places + 1, "0");
    var whole = digits.slice(0, digits.length - places);
    var rest = digits.slice(digits.length - places).replace(/0+$/, "");
    return sign + whole + (rest ? "." + rest : "");
  }

  // Full-width forms as ASCII, the ideographic full stop as a point: as the server reads them.
  function tidy(text) {
    return text
      .replace(/[\uff01-\uff5e]/g, function (letter) {
        return String.fromCharCode(letter.charCodeAt(0) - 0xfee0);
      })
      .replace(/\u3000/g, " ")
      .replace(/\u3002/g, ".")
      .replace(/\u2212/g, "-")
      .trim();
  }

  // A dimension's scale: positions 0 to count, each with its mark.
  function scale(dimension) {
    var places = Math.max(
      placesOf(dimension.min), placesOf(dimension.max), placesOf(dimension.step)
    );
    var low = scaled(dimension.min, places);
    var high = scaled(dimension.max, places);
    var step = scaled(dimension.step, places);
    var count = Number((high - low) / step);
    return {
      count: count,
      markAt: function (position) {
        return plain(low + BigInt(Math.max(0, Math.min(count, position))) * step, places);
      },
      // Where a mark that `problem` lets through lies.
      positionOf: function (mark) {
        return Number((scaled(mark, places) - low) / step);
      },
      // "" for a mark that can stand, else the name of the sentence that says why not.
      problem: function (mark) {
        if (!PLAIN.test(mark)) return "not_number";
        var finer = Math.max(places, placesOf(mark));
        var value = scaled(mark, finer);
        if (value < scaled(dimension.min, finer) || value > scaled(dimension.max, finer)) {
          return "out_of_range";
        }
        var from = value - scaled(dimension.min, finer);
        return from % scaled(dimension.step, finer) === ZERO ? "" : "off_step";
      },
    };
  }

  // Σ mark × factor over the marks given.
  function total(marks, dimensions) {
    var sum = ZERO;
    var places = 0;
    dimensions.forEach(function (dimension) {
      var mark = marks[dimension.key];
      if (!mark) return;
      var own = placesOf(mark) + placesOf(dimension.factor);
      var product =
        scaled(mark, placesOf(mark)) * scaled(dimension.factor, placesOf(dimension.factor));
      var both = Math.max(places, own);
      sum = sum * BigInt("1" + "0".repeat(both - places));
      sum += product * BigInt("1" + "0".repeat(both - own));
      places = both;
    });
    return plain(sum, places);
  }

  Accord.decimal = { tidy: tidy, scale: scale, total: total };
})(window.Accord);
