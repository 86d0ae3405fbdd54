// Sentences that the page gives in the reader's language, filled in and set.
(function (Accord) {
  "use strict";

  // "%(name)s" stands for a value, as in Python.
  Accord.fill = function (sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  };

  // A state of saving: its first line is what counts and is set large, whole, however it breaks.
  Accord.words = function (place, text) {
    var lines = text.split("\n");
    var first = document.createElement("b");
    first.textContent = lines[0];
    place.textContent = "";
    place.appendChild(first);
    if (lines.length > 1) place.appendChild(document.createTextNode("\n" + lines.slice(1).join("\n")));
  };
})(window.Accord);
