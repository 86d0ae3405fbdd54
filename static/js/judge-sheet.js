// One team's column: the number, the steps and the slider of each dimension say the same.
(function (Accord) {
  "use strict";

  var EDGE = 22; // Half a thumb: the thumb stays inside the slider at both ends.

  // One dimension's controls. `typed` may be no mark; `mark` is "" then.
  function Control(root, dimension, earlier, said, edited) {
    this.root = root;
    this.dimension = dimension;
    this.said = said;
    this.scale = Accord.decimal.scale(dimension);
    this.number = root.querySelector(".stepper input");
    this.slider = root.querySelector("[data-slider]");
    this.range = this.slider.querySelector("input");
    this.error = root.querySelector("[data-error]");
    this.range.max = String(this.scale.count);
    this.edited = edited;
    this.ticks(earlier);
    this.listen();
    this.show(this.number.value, false);
  }

  Control.prototype.show = function (typed, complain) {
    var mark = Accord.decimal.tidy(typed);
    var problem = mark ? this.scale.problem(mark) : "";
    this.typed = typed;
    this.mark = problem ? "" : mark;
    this.problem = problem;
    var empty = !this.mark;
    this.number.classList.toggle("is-empty", !typed);
    this.slider.classList.toggle("is-empty", empty);
    if (!empty) {
      var position = this.scale.positionOf(this.mark);
      this.range.value = String(position);
      this.slider.style.setProperty("--at", String(position / Math.max(1, this.scale.count)));
    }
    this.range.setAttribute("aria-valuetext", empty ? this.said.unmarked : this.mark);
    if (complain || !problem) this.complain();
  };

  Control.prototype.complain = function (sentence) {
    var dimension = this.dimension;
    var text = sentence || "";
    if (!text && this.problem) {
      text = Accord.fill(this.said[this.problem], {
        value: this.typed.trim(), min: dimension.min, max: dimension.max, step: dimension.step,
      });
    }
    this.error.textContent = text;
    this.slider.classList.toggle("is-wrong", Boolean(text));
    if (text) this.number.setAttribute("aria-invalid", "true");
    else this.number.removeAttribute("aria-invalid");
  };

  Control.prototype.set = function (mark) {
    if (mark === this.typed) return;
    this.number.value = mark;
    this.show(mark, true);
    this.edited();
  };

  // From nothing, + counts up from the lowest mark and − down from the highest.
  Control.prototype.step = function (by) {
    if (!this.mark) return this.set(this.scale.markAt(by > 0 ? 0 : this.scale.count));
    return this.set(this.scale.markAt(this.scale.positionOf(this.mark) + by));
  };

  Control.prototype.listen = function () {
    var control = this;
    var number = this.number;
    number.addEventListener("input", function () { control.show(number.value, false); control.edited(); });
    number.addEventListener("change", function () {
      if (control.mark) number.value = control.typed = control.mark;
      control.show(number.value, true);
    });
    number.addEventListener("focus", function () { number.select(); });
    number.addEventListener("keydown", function (event) {
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        control.step(event.key === "ArrowUp" ? 1 : -1);
      }
    });
    this.root.querySelectorAll("[data-step]").forEach(function (button) {
      button.addEventListener("click", function () { control.step(Number(button.dataset.step)); });
    });
    this.range.addEventListener("input", function () {
      control.set(control.scale.markAt(Number(control.range.value)));
    });
    this.range.addEventListener("keydown", function (event) {
      var up = ["ArrowUp", "ArrowRight", "PageUp", "Home"].indexOf(event.key) >= 0;
      var down = ["ArrowDown", "ArrowLeft", "PageDown", "End"].indexOf(event.key) >= 0;
      if (control.mark || !(up || down)) return;
      event.preventDefault();
      control.step(up ? 1 : -1);
    });
    this.drag();
  };

  // A finger that goes sideways or taps sets the mark; one that scrolls the page does not.
  Control.prototype.drag = function () {
    var control = this;
    var slider = this.slider;
    var start = null;

    function follow(event) {
      var box = slider.getBoundingClientRect();
      var part = (event.clientX - box.left - EDGE) / Math.max(1, box.width - 2 * EDGE);
      control.set(control.scale.markAt(Math.round(part * control.scale.count)));
    }
    slider.addEventListener("pointerdown", function (event) {
      if (event.button !== 0 || start || control.range.disabled) return;
      start = { id: event.pointerId, x: event.clientX, typed: control.typed, moved: false };
      slider.setPointerCapture(event.pointerId);
      slider.classList.add("is-held");
      control.range.focus({ preventScroll: true });
      if (event.pointerType === "mouse") { event.preventDefault(); start.moved = true; follow(event); }
    });
    slider.addEventListener("pointermove", function (event) {
      if (!start || event.pointerId !== start.id) return;
      if (Math.abs(event.clientX - start.x) > 4) start.moved = true;
      if (start.moved) follow(event);
    });
    slider.addEventListener("pointerup", function (event) {
      if (!start || event.pointerId !== start.id) return;
      follow(event);
      start = null;
      slider.classList.remove("is-held");
    });
    slider.addEventListener("pointercancel", function (event) {
      if (!start || event.pointerId !== start.id) return;
      control.set(start.typed);
      start = null;
      slider.classList.remove("is-held");
    });
  };

  // Where the judge's own earlier marks of this dimension lie.
  Control.prototype.ticks = function (earlier) {
    var holder = this.slider.querySelector(".ticks");
    var scale = this.scale;
    earlier.forEach(function (mark) {
      if (!mark || scale.problem(mark)) return;
      var tick = document.createElement("i");
      tick.style.setProperty("--at", String(scale.positionOf(mark) / Math.max(1, scale.count)));
      holder.appendChild(tick);
    });
  };

  // state: {dimensions, earlier, strings}; edited() is called after every change by the judge.
  function Sheet(section, state, edited) {
    this.section = section;
    this.team = section.dataset.sheet;
    this.dimensions = state.dimensions;
    this.fields = section.querySelector("[data-marks]");
    this.comment = section.querySelector("[data-comment]");
    this.controls = state.dimensions.map(function (dimension) {
      var root = section.querySelector('[data-dimension="' + dimension.key + '"]');
      var earlier = state.earlier.map(function (marks) { return marks[dimension.key]; });
      return new Control(root, dimension, earlier, state.strings, edited);
    });
    this.comment.addEventListener("input", edited);
  }

  // What stands in the fields; a mark that cannot stand counts as not given.
  Sheet.prototype.content = function (state) {
    var marks = {};
    this.controls.forEach(function (control) { marks[control.dimension.key] = control.mark; });
    return { marks: marks, comment: this.comment.value.trim(), state: state };
  };

  // What was typed for a dimension and cannot stand; "" where nothing is wrong.
  Sheet.prototype.refused = function (key) {
    var wrong = this.controls.filter(function (c) { return c.problem && c.dimension.key === key; });
    return wrong.length ? wrong[0].typed.trim() : "";
  };

  Sheet.prototype.fill = function (content) {
    this.controls.forEach(function (control) {
      var mark = content.marks[control.dimension.key] || "";
      if (mark !== control.mark) { control.number.value = mark; control.show(mark, true); }
    });
    if (document.activeElement !== this.comment) this.comment.value = content.comment || "";
  };

  Sheet.prototype.total = function () {
    var begun = this.has(function (control) { return control.mark; });
    return begun ? Accord.decimal.total(this.content("draft").marks, this.dimensions) : "–";
  };

  Sheet.prototype.has = function (test) { return this.controls.some(test); };
  Sheet.prototype.isWrong = function () { return this.has(function (c) { return c.problem; }); };
  Sheet.prototype.isComplete = function () { return !this.has(function (c) { return !c.mark; }); };

  // Nothing can be written now; what stands in the fields stays readable.
  Sheet.prototype.lock = function (on) {
    this.fields.querySelectorAll("input, button, textarea").forEach(function (field) {
      field.disabled = on;
    });
    this.fields.classList.toggle("is-locked", on);
  };

  Sheet.prototype.complain = function (errors) {
    this.controls.forEach(function (control) {
      if (errors[control.dimension.key]) control.complain(errors[control.dimension.key]);
    });
    var beside = this.comment.parentNode.querySelector("[data-error]");
    beside.textContent = errors.comment || "";
  };

  Accord.Sheet = Sheet;
})(window.Accord);
