// A tablet's marks outside of any server: one signed line of text, also as QR codes.
//
// The format is described in `competition/document/rescue.py` and `rescue_codes.py`, which read
// what is written here. Everything is over UTF-8 bytes, so that nothing hangs on a browser.
(function (Accord) {
  "use strict";

  var FORMAT = "accord-rescue/1";
  var BEFORE = '{"bundle":';
  var SEALED = /^\{"bundle":(\{[^]*\}),"hmac":"([0-9a-f]{64})"\}$/;
  var PART = /^ACCORD1 ([0-9a-f]{8}) (\d{1,3})\/(\d{1,3}) ([A-Za-z0-9_-]+)$/;
  var LARGEST = 256 * 1024;
  // 380 characters with their head fill a code of 77 by 77 modules (version 15, correction M):
  // five pixels a module for a 720-line camera that is filled by the code to six tenths.
  var PAYLOAD = 380;
  var MOST_CODES = 999;

  function bytesOf(text) { return new TextEncoder().encode(text); }
  function textOf(bytes) { return new TextDecoder("utf-8", { fatal: true }).decode(bytes); }

  // JSON with sorted names and no blanks.
  function canonical(value) {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return "{" + Object.keys(value).sort().map(function (name) {
      return JSON.stringify(name) + ":" + canonical(value[name]);
    }).join(",") + "}";
  }

  function digest(text) { return sha256(bytesOf(text)); }
  function seal(key, signed) { return sha256.hmac(key, bytesOf(signed)); }

  function toBase64(bytes) {
    var letters = [];
    for (var i = 0; i < bytes.length; i += 1) letters.push(String.fromCharCode(bytes[i]));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function fromBase64(text) {
    var letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var bytes = new Uint8Array(letters.length);
    for (var i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  // The line of text: the bundle {competition, judge, made_at, sheets} under the judge's key.
  function write(bundle, key) {
    var signed = canonical(Object.assign({ format: FORMAT }, bundle));
    return BEFORE + signed + ',"hmac":"' + seal(key, signed) + '"}';
  }

  // {wire, id, bundle, isSealedWith(key)} of such a line, or null where it is none.
  function read(wire) {
    var found = wire.length <= LARGEST && SEALED.exec(wire.trim());
    if (!found) return null;
    var bundle;
    try { bundle = JSON.parse(found[1]); } catch (error) { return null; }
    if (bundle.format !== FORMAT || !Array.isArray(bundle.sheets)) return null;
    return {
      wire: wire.trim(),
      id: digest(wire.trim()).slice(0, 8),
      bundle: bundle,
      isSealedWith: function (key) { return Boolean(key) && seal(key, found[1]) === found[2]; },
    };
  }

  // For an address: all of it in letters that need no escape.
  function toLetters(wire) { return toBase64(bytesOf(wire)); }
  function fromLetters(letters) {
    try { return textOf(fromBase64(letters)); } catch (error) { return ""; }
  }

  // What the QR codes say, one after the other; none where there would be too many.
  function codes(wire) {
    var packed = toBase64(fflate.deflateSync(bytesOf(wire), { level: 9 }));
    var total = Math.ceil(packed.length / PAYLOAD);
    var each = Math.ceil(packed.length / total);
    var id = digest(wire).slice(0, 8);
    var said = [];
    for (var n = 1; total <= MOST_CODES && n <= total; n += 1) {
      said.push("ACCORD1 " + id + " " + n + "/" + total + " " + packed.slice((n - 1) * each, n * each));
    }
    return said;
  }

  // One code's text in its parts, or null where it is none of ours.
  function part(line) {
    var found = PART.exec(line.trim());
    if (!found) return null;
    var read = { id: found[1], number: Number(found[2]), total: Number(found[3]),
      payload: found[4], line: found[0] };
    return read.number >= 1 && read.number <= read.total ? read : null;
  }

  // The line of text that a whole set of codes holds, or "" where it is damaged.
  function joined(lines) {
    var parts = lines.map(part).filter(Boolean);
    parts.sort(function (one, other) { return one.number - other.number; });
    try {
      var packed = fromBase64(parts.map(function (each) { return each.payload; }).join(""));
      var wire = textOf(fflate.inflateSync(packed, { out: new Uint8Array(LARGEST) }));
      return digest(wire).slice(0, 8) === parts[0].id ? wire : "";
    } catch (error) { return ""; }
  }

  Accord.rescue = {
    canonical: canonical, digest: digest, seal: seal, write: write, read: read,
    toLetters: toLetters, fromLetters: fromLetters, codes: codes, part: part,
    joined: joined,
  };
})(window.Accord = window.Accord || {});
