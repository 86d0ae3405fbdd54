// A bell at the warning and at the end of a time. Browsers play nothing before somebody has
// touched the page, so it is off until its button is pressed.
const STROKES = { warning: [880], over: [660, 660, 660] };
const STROKE_SECONDS = 0.9;
const BETWEEN_SECONDS = 0.45;
const LOUDNESS = 0.5;

export class ClockBell {
  // button: the switch, with the words of both states in its dataset.
  constructor(button) {
    this.button = button;
    this.sound = null;
    button.hidden = !window.AudioContext;
    button.addEventListener("click", () => this.switch());
  }

  switch() {
    const isOn = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", String(isOn));
    this.button.textContent = isOn ? this.button.dataset.wordsOn : this.button.dataset.wordsOff;
    if (!isOn) return;
    this.sound = this.sound || new AudioContext();
    this.sound.resume();
    this.ring("warning");
  }

  ring(kind) {
    if (this.button.getAttribute("aria-pressed") !== "true") return;
    STROKES[kind].forEach((hertz, index) => this.strike(hertz, index * BETWEEN_SECONDS));
  }

  strike(hertz, after) {
    const from = this.sound.currentTime + after;
    const tone = this.sound.createOscillator();
    const volume = this.sound.createGain();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + STROKE_SECONDS);
    tone.connect(volume).connect(this.sound.destination);
    tone.start(from);
    tone.stop(from + STROKE_SECONDS);
  }
}
