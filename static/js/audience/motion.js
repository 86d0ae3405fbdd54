// Whether the reader has asked for less motion.
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export const isCalm = () => calm.matches;
