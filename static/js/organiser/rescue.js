// Reads tablets' codes from pictures and, where the browser allows it, from the camera into the
// text field. The form works without this: text from a phone or a hand scanner can be pasted or
// typed.
import { joinCodes, readBundle, readCode } from "../shared/rescue-bundle.js";
import { fill } from "../shared/text.js";
import { readQrCode } from "./qr-reader.js";

const PAUSE_MS = 150;
const CAMERA = {
  video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: "environment" },
};

export class RescueForm {
  // state: {strings, judges}
  constructor(form, state) {
    this.form = form;
    this.state = state;
    this.strings = state.strings;
    this.text = form.querySelector("textarea");
    this.status = this.find("said");
    this.video = this.find("video");
    this.stream = null;
    form.querySelector("#pictures").addEventListener("change", (event) => {
      this.readPictures(event.target);
    });
    this.find("start").addEventListener("click", () => {
      if (this.stream) this.stopCamera();
      else this.startCamera();
    });
    window.addEventListener("pagehide", () => this.stopCamera());
    this.text.addEventListener("input", () => this.show());
    const { mediaDevices } = navigator;
    const hasCamera = window.isSecureContext && mediaDevices && mediaDevices.getUserMedia;
    this.find("reading").hidden = false;
    this.find("camera").hidden = !hasCamera;
    this.find("far").hidden = Boolean(hasCamera);
    this.show();
  }

  find(name) {
    return this.form.querySelector(`[data-rescue-${name}]`);
  }

  lines() {
    return this.text.value.split("\n").filter((line) => line.trim());
  }

  // Adds a code's text; true if it is a tablet's code that was not there yet.
  add(text) {
    const code = readCode(text);
    const lines = this.lines();
    if (!code || lines.some((line) => line.trim() === code.line)) return false;
    this.text.value = [...lines, code.line].join("\n");
    this.show();
    return true;
  }

  // Lists which codes of which tablet are there, and which are missing.
  show() {
    const list = this.find("sets");
    list.textContent = "";
    for (const set of this.sets()) list.append(this.item(set));
  }

  // [{id, total, lines: Map of number → line}]
  sets() {
    const sets = new Map();
    for (const { id, total, number, line } of this.lines().map(readCode).filter(Boolean)) {
      const name = `${id}/${total}`;
      if (!sets.has(name)) sets.set(name, { id, total, lines: new Map() });
      sets.get(name).lines.set(number, line);
    }
    return [...sets.values()];
  }

  item({ id, total, lines }) {
    const { strings } = this;
    const numbers = Array.from({ length: total }, (_, at) => at + 1);
    const missing = numbers.filter((number) => !lines.has(number));
    const item = document.createElement("li");
    const tablet = fill(strings.tablet, { id });
    if (missing.length) {
      const have = total - missing.length;
      const values = { have, total, missing: missing.join(strings.between) };
      item.textContent = tablet + strings.colon + fill(strings.missing, values);
    } else {
      item.className = "is-whole";
      const judge = this.whose([...lines.values()]) || tablet;
      item.textContent = fill(strings.whole, { judge, total });
    }
    return item;
  }

  // The judge named in a complete set of codes; the server checks the signature.
  whose(lines) {
    const wire = joinCodes(lines);
    const read = wire && readBundle(wire);
    return read ? this.state.judges[read.bundle.judge] || "" : "";
  }

  // Reads pictures that were chosen, or taken with the device's own camera app.
  async readPictures(field) {
    const files = [...field.files];
    const problems = [];
    let added = 0;
    this.status.textContent = this.strings.reading;
    for (const file of files) {
      const { code, problem } = await this.readPicture(file);
      if (problem) problems.push(fill(problem, { picture: file.name }));
      else if (this.add(code)) added += 1;
    }
    const count = fill(this.strings.read, { new: added, pictures: files.length });
    this.status.textContent = [count, ...problems].join(" ");
    field.value = "";
  }

  async readPicture(file) {
    let image;
    try {
      image = await createImageBitmap(file);
    } catch {
      return { code: "", problem: this.strings.no_picture };
    }
    const code = readQrCode(image, image.width, image.height);
    image.close();
    return { code, problem: readCode(code) ? "" : this.strings.no_code };
  }

  // Reads from the camera itself, if the browser gives the page access.
  async startCamera() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia(CAMERA);
      this.video.srcObject = this.stream;
      this.video.hidden = false;
      this.find("start").textContent = this.strings.stop;
      await this.video.play();
      this.watch();
    } catch {
      this.stopCamera();
      this.status.textContent = this.strings.no_camera;
    }
  }

  watch() {
    if (!this.stream) return;
    const { readyState, videoWidth, videoHeight } = this.video;
    if (readyState >= 2 && videoWidth) this.add(readQrCode(this.video, videoWidth, videoHeight));
    setTimeout(() => this.watch(), PAUSE_MS);
  }

  stopCamera() {
    if (this.stream) for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
    this.find("start").textContent = this.strings.start;
  }
}
