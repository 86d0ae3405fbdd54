// Bundles that came from another server: those of this judge go into the outbox, all others are
// kept separately and shown as such.
import { fill } from "../shared/text.js";
import { arrivals, forgetArrival, importBundle } from "./rescue-data.js";
import { saveFile } from "./rescue-export.js";
import { element } from "./rescue-list.js";

// panel: a RescuePanel.
export function importArrivals(panel) {
  const { state } = panel;
  const { strings } = state;
  let isAnyImported = false;
  for (const arrival of arrivals()) {
    const { bundle } = arrival.read;
    const isMine = bundle.competition === state.competition && bundle.judge === state.judge;
    if (isMine && arrival.read.isSealedWith(state.key)) {
      const found = importBundle(state, arrival);
      const names = found.waiting.join(strings.comma);
      if (found.waiting.length) panel.notify(fill(strings.later, { names }));
      isAnyImported = isAnyImported || found.isAnyImported;
    } else {
      const judge = String(bundle.judge).slice(0, 64);
      const sentence = isMine ? strings.unknown : fill(strings.foreign, { judge });
      panel.find("aside").append(separateBundle(panel, arrival, sentence));
      panel.notify(sentence);
    }
  }
  // The page has already read the outbox; after a reload it reads it again.
  if (isAnyImported) window.location.reload();
}

// A bundle that is kept separately can be shown, saved and, after a second tap, removed.
function separateBundle(panel, arrival, sentence) {
  const { strings } = panel.state;
  const { wire, bundle } = arrival.read;
  const box = element("section", "", "rescue-apart");
  const acts = element("p", "", "acts");
  const addButton = (label, act) => {
    const button = element("button", label);
    button.type = "button";
    button.addEventListener("click", act);
    acts.append(button);
    return button;
  };
  addButton(strings.show, () => panel.showCodes(wire, String(bundle.judge)));
  addButton(strings.save, () => saveFile(wire));
  let isWarned = false;
  const forget = addButton(strings.forget, () => {
    if (isWarned) {
      forgetArrival(arrival);
      box.remove();
      return;
    }
    isWarned = true;
    forget.textContent = strings.forget_sure;
    forget.className = "danger";
  });
  box.append(element("p", sentence, "message waiting"), acts);
  return box;
}
