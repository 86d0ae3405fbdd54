// The hall's clock, in the hall's time zone: a projector's machine may stand in another.
"use strict";

(() => {
  const place = document.getElementById("clock");
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone: place.dataset.zone,
  });
  const tick = () => {
    const now = window.hallTime.now();
    const said = time.format(new Date(now));
    if (place.textContent !== said) place.textContent = said;
    setTimeout(tick, 1000 - (now % 1000));
  };
  tick();
})();
