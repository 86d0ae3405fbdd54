// Lets a judge's pages load without a network, where the browser allows it: over https only.
//
// A page comes from the server. If that fails, or takes longer than TIMEOUT_MS, the page as it was
// last cached is shown, and says so (`data-as-of`, in milliseconds). Pages belong to one session:
// the header Accord-Judge names it, and another session's pages are deleted. Everything is deleted
// once the server has signed the judge out, when a link is opened, on the way to a rehearsal or back,
// and when the session has ended.
// No other request that writes is touched, nor is anything below /api.
//
// A classic script: the oldest browsers supported cannot run a module as a service worker.
"use strict";

const PAGES = "accord-judge-pages";
const FILES = "accord-judge-files";
const TIMEOUT_MS = 4000;
const PAGE = /^\/judge(\/away|\/messages|\/matches\/[a-z0-9-]+(\/review|\/receipt)?)?$/;
const LEAVING = /^\/judge\/(leave|give-back|rehearsal)$/;
// Files that a page names and that never change under their address: files with their version, and
// scripts in their versioned folder. A page names every module that its own one imports.
const FILE = /^\/static\/(modules\/[0-9a-f]+\/[^"?]+|[^"?]+\?v=[0-9a-f]+)$/;
const NAMED = /"(\/static\/[^"]+)"/g;
// Counts up whenever everything is deleted, so that an earlier request's answer is not cached after
// it.
let era = 0;

// If storage is full or forbidden, the worker is useless, but the page still works.
const nothing = () => null;

async function forget() {
  era += 1;
  await Promise.all([caches.delete(PAGES), caches.delete(FILES)]).catch(nothing);
}

// The name under which a page is cached: its path, and of the query only ?change=1.
const nameOf = (url) =>
  url.pathname + (url.searchParams.get("change") === "1" ? "?change=1" : "");

async function file(address) {
  let cache;
  try {
    cache = await caches.open(FILES);
  } catch {
    return fetch(address);
  }
  const known = await cache.match(address);
  if (known) return known;
  const response = await fetch(address);
  if (response.ok) await cache.put(address, response.clone()).catch(nothing);
  return response;
}

// The cache of one session's pages; those of another session are deleted first.
async function ownPages(judge) {
  const cache = await caches.open(PAGES);
  const keys = await cache.keys();
  const one = keys.length ? await cache.match(keys[0]) : null;
  if (!one || one.headers.get("Accord-Judge") === judge) return cache;
  await forget();
  return caches.open(PAGES);
}

function filesIn(text) {
  const found = [];
  text.replace(NAMED, (_whole, address) => found.push(address));
  return found.filter((address) => FILE.test(address));
}

async function keep(name, response, asked) {
  if (response.status === 404) {
    if (name === "/judge") await forget();
    else await (await caches.open(PAGES)).delete(name);
    return;
  }
  if (!response.ok) return;
  const judge = response.headers.get("Accord-Judge");
  if (!judge) {
    // The page that asks who the judge is, or a page of no judge.
    await forget();
    return;
  }
  const text = await response.text();
  if (asked !== era) return;
  const headers = new Headers(response.headers);
  headers.set("Accord-Seen", String(Date.parse(headers.get("Date")) || Date.now()));
  const cache = await ownPages(judge);
  await cache.put(name, new Response(text, { headers }));
  await Promise.all(filesIn(text).map(file));
}

// The page as it was last cached, with the time of that in it; null if it never was.
async function recall(name) {
  const cache = await caches.open(PAGES);
  const exact = await cache.match(name);
  const known = exact || (await cache.match(name, { ignoreSearch: true }));
  if (!known) return null;
  const mark = `<html data-as-of="${known.headers.get("Accord-Seen")}" `;
  const text = await known.text();
  return new Response(text.replace("<html ", mark), { headers: known.headers });
}

async function page(event, url) {
  const name = nameOf(url);
  const asked = era;
  const answer = fetch(event.request);
  event.waitUntil(
    answer.then((response) => keep(name, response.clone(), asked)).catch(nothing),
  );
  const known = await recall(name).catch(nothing);
  if (!known) return answer;
  const heard = answer.then(
    (response) => (response.status >= 500 ? known : response),
    () => known,
  );
  const late = new Promise((give) => {
    setTimeout(() => give(known), TIMEOUT_MS);
  });
  return Promise.race([heard, late]);
}

// A link that the server accepts starts a new session, and the previous judge's pages are deleted.
// Without the server nobody can tell whose link it is, so it then opens nobody's pages.
async function link(event) {
  try {
    const response = await fetch(event.request);
    if (response.type === "opaqueredirect") await forget();
    return response;
  } catch (failure) {
    const known = await recall("/judge/away").catch(nothing);
    if (known) return known;
    throw failure;
  }
}

// A judge is signed out only when the server says so; until then the cached pages are kept.
async function leave(event) {
  let response;
  try {
    response = await fetch(event.request);
  } catch {
    return Response.redirect("/judge", 303);
  }
  if (response.ok || response.type === "opaqueredirect") await forget();
  return response;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (LEAVING.test(url.pathname)) event.respondWith(leave(event));
    return;
  }
  const address = url.pathname + url.search;
  if (FILE.test(address)) event.respondWith(file(address));
  else if (request.mode === "navigate" && PAGE.test(url.pathname)) {
    event.respondWith(page(event, url));
  } else if (request.mode === "navigate" && url.pathname.startsWith("/j/")) {
    event.respondWith(link(event));
  }
});

async function keepUnseen(address, asked) {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin || !PAGE.test(url.pathname)) return;
  const known = await (await caches.open(PAGES)).match(nameOf(url));
  if (known) {
    // Files that did not load when the page was cached are loaded now.
    await Promise.all(filesIn(await known.text()).map(file));
    return;
  }
  const response = await fetch(url.href, { redirect: "manual" });
  // The page that asks who the judge is may arrive after they have answered: ignore it here.
  if (response.headers.get("Accord-Judge")) await keep(nameOf(url), response, asked);
}

// A page lists others that are wanted without a network too: those not cached yet are fetched.
self.addEventListener("message", (event) => {
  const asked = era;
  const addresses = event.data.keep || [];
  event.waitUntil(
    Promise.all(addresses.map((address) => keepUnseen(address, asked))).catch(nothing),
  );
});
