// The hall's clock.
"use strict";

(() => {
  const place = document.getElementById("clock");
  const tick = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    place.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    setTimeout(tick, 1000 - now.getMilliseconds());
  };
  tick();
})();
