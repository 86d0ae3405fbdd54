// Runs before the page is drawn, so that nothing moves once the other scripts are there.
document.documentElement.classList.add("js");
window.Accord = {};
