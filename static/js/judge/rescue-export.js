// How a bundle leaves the tablet: drawn as a code, saved as a file, or opened at an address.
import { readBundle } from "../shared/rescue-bundle.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 4; // Modules of white around a code.

// A code as an SVG; `label` says which one it is. Needs the vendored script `qrcode`.
export function drawCode(text, label) {
  const code = qrcode(0, "M");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
    }
  }
  const svg = document.createElementNS(SVG, "svg");
  const side = count + 2 * MARGIN;
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const dots = document.createElementNS(SVG, "path");
  dots.setAttribute("d", path);
  svg.append(dots);
  return svg;
}

function clickLink(properties) {
  const link = Object.assign(document.createElement("a"), properties);
  document.body.append(link);
  link.click();
  link.remove();
}

export function saveFile(wire) {
  const { competition, judge } = readBundle(wire).bundle;
  const href = URL.createObjectURL(new Blob([wire], { type: "application/json" }));
  clickLink({ href, download: `accord-rescue-${competition}-${judge}.json` });
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

// In a new tab: if the address is wrong, this page could not be loaded again.
export const openInNewTab = (href) => clickLink({ href, target: "_blank", rel: "noopener" });

// The origin of a typed address, which may lack its scheme and port; "" if it is not valid.
export function originOf(typed) {
  let text = typed.trim().replace(/[：。]/g, (sign) => (sign === "：" ? ":" : "."));
  if (!/^https?:\/\//i.test(text)) text = `http://${text}`;
  // A browser would fill up too few numbers with zeros to a wrong IP address.
  const numbers = text.replace(/^https?:\/\//i, "").match(/^[\d.]+(?=[:/]|$)/);
  if (numbers && !/^\d+(\.\d+){3}$/.test(numbers[0])) return "";
  try {
    const { protocol, hostname, username, origin } = new URL(text);
    const isValid = /^https?:$/.test(protocol) && hostname && !username;
    return isValid && !/\s/.test(typed.trim()) ? origin : "";
  } catch {
    return "";
  }
}
