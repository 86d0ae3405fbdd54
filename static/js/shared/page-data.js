// What the server tells a page's scripts stands in the page as JSON.
export const readPageData = (id = "state") => JSON.parse(document.getElementById(id).textContent);
