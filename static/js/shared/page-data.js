// The data that the server writes into the page, as JSON, for its scripts.
export const readPageData = (id = "state") => JSON.parse(document.getElementById(id).textContent);
