// Finds a QR code in a picture. Needs the vendored script `qrDecode`.

// The longest side of the picture that is searched, in pixels; a second, smaller try helps with
// blur.
const SIDES = [1800, 1000];
const canvas = document.createElement("canvas");

// The text of the code in a picture or video frame of this size, or "".
export function readQrCode(source, width, height) {
  const longest = Math.max(width, height);
  for (const side of SIDES.filter((each, at) => !at || each < longest)) {
    const scale = Math.min(1, side / longest);
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return qrDecode.decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      // No code at this size.
    }
  }
  return "";
}
