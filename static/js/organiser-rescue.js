// Reads tablets' codes off pictures and, where the page may, off the camera, into the text field.
// The form works without this: what a phone or a hand scanner reads is pasted or typed.
(function (Accord) {
  "use strict";

  // The longest side of what is searched for a code; a second, smaller try helps with blur.
  var SIDES = [1800, 1000];
  var PAUSE = 150;
  var state = JSON.parse(document.getElementById("state").textContent);
  var said = state.strings;
  var form = document.querySelector("[data-rescue-form]");
  var text = form.querySelector("textarea");
  var status = find("said");
  var video = find("video");
  var canvas = document.createElement("canvas");

  function find(name) { return form.querySelector("[data-rescue-" + name + "]"); }

  function fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  }

  // The code in a picture or a video's frame, or "".
  function look(source, width, height) {
    for (var i = 0; i < SIDES.length; i += 1) {
      var scale = Math.min(1, SIDES[i] / Math.max(width, height));
      if (i && Math.max(width, height) <= SIDES[i]) break;
      canvas.width = Math.max(1, Math.round(width * scale));
      canvas.height = Math.max(1, Math.round(height * scale));
      var context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      var pixels = context.getImageData(0, 0, canvas.width, canvas.height);
      try { return qrDecode.decodeQR(pixels); } catch (error) { /* No code at this size. */ }
    }
    return "";
  }

  function lines() {
    return text.value.split("\n").filter(function (line) { return line.trim(); });
  }

  // True for a code of ours that was not there yet.
  function add(line) {
    var part = Accord.rescue.part(line);
    if (!part || lines().some(function (each) { return each.trim() === part.line; })) return false;
    text.value = lines().concat(part.line).join("\n");
    show();
    return true;
  }

  // Which codes of which tablet are there, and which are missing.
  function show() {
    var sets = {};
    lines().forEach(function (line) {
      var part = Accord.rescue.part(line);
      if (!part) return;
      var name = part.id + "/" + part.total;
      sets[name] = sets[name] || { id: part.id, total: part.total, lines: {} };
      sets[name].lines[part.number] = part.line;
    });
    var list = find("sets");
    list.textContent = "";
    Object.keys(sets).forEach(function (name) {
      var set = sets[name];
      var missing = [];
      for (var n = 1; n <= set.total; n += 1) if (!set.lines[n]) missing.push(n);
      var item = document.createElement("li");
      var tablet = fill(said.tablet, { id: set.id });
      if (missing.length) {
        item.textContent = tablet + said.colon + fill(said.missing, {
          have: set.total - missing.length, total: set.total, missing: missing.join(said.between),
        });
      } else {
        item.className = "is-whole";
        item.textContent = fill(said.whole, { judge: whose(set) || tablet, total: set.total });
      }
      list.appendChild(item);
    });
  }

  // Whose codes a whole set is; the server says whether they truly are.
  function whose(set) {
    var wire = Accord.rescue.joined(Object.keys(set.lines).map(function (n) { return set.lines[n]; }));
    var read = wire && Accord.rescue.read(wire);
    return read ? state.judges[read.bundle.judge] || "" : "";
  }

  // Pictures, chosen or taken with the device's own camera program.

  function picture(file) {
    return createImageBitmap(file).then(
      function (image) {
        var code = look(image, image.width, image.height);
        image.close();
        return { code: code, problem: Accord.rescue.part(code) ? "" : said.no_code };
      },
      function () { return { code: "", problem: said.no_picture }; }
    );
  }

  form.querySelector("#pictures").addEventListener("change", function (event) {
    var files = Array.from(event.target.files);
    var added = 0;
    var problems = [];
    status.textContent = said.reading;
    files.reduce(function (before, file) {
      return before.then(function () { return picture(file); }).then(function (found) {
        if (found.problem) problems.push(fill(found.problem, { picture: file.name }));
        else if (add(found.code)) added += 1;
      });
    }, Promise.resolve()).then(function () {
      status.textContent = [fill(said.read, { new: added, pictures: files.length })]
        .concat(problems).join(" ");
      event.target.value = "";
    });
  });

  // The camera itself, where the browser lets a page have it.

  var stream = null;

  function watch() {
    if (!stream) return;
    if (video.readyState >= 2 && video.videoWidth) add(look(video, video.videoWidth, video.videoHeight));
    setTimeout(watch, PAUSE);
  }

  function stop() {
    if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
    stream = null;
    video.srcObject = null;
    video.hidden = true;
    find("start").textContent = said.start;
  }

  find("start").addEventListener("click", function () {
    if (stream) { stop(); return; }
    navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: "environment" },
    }).then(function (given) {
      stream = given;
      video.srcObject = given;
      video.hidden = false;
      find("start").textContent = said.stop;
      return video.play();
    }).then(watch).catch(function () {
      stop();
      status.textContent = said.no_camera;
    });
  });
  window.addEventListener("pagehide", stop);

  var live = window.isSecureContext && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
  find("reading").hidden = false;
  find("camera").hidden = !live;
  find("far").hidden = Boolean(live);
  text.addEventListener("input", show);
  show();
})(window.Accord);
