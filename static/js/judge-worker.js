// Keeps a judge's pages loadable without a network, where the browser allows it: https only.
//
// A page comes from the server; when that fails, or takes longer than PATIENCE, it comes as it was
// last seen, and says so (`data-as-of`, in milliseconds). Pages belong to one session: the header
// Accord-Judge names it, and what another one left is thrown away. Everything goes once the server
// has signed the judge out, when a link is opened and when the session has ended. Nothing else that
// writes is touched, nor is anything below /api.
"use strict";

var PAGES = "accord-judge-pages";
var FILES = "accord-judge-files";
var PATIENCE = 4000;
var PAGE = /^\/judge(\/away|\/matches\/[a-z0-9-]+(\/review|\/receipt)?)?$/;
var LEAVING = /^\/judge\/(leave|give-back)$/;
var FILE = /"(\/static\/[^"?]+\?v=[0-9a-f]+)"/g;
// Counts up whenever everything is forgotten, so that an answer under way is not kept after it.
var era = 0;

// A full or forbidden storage makes the worker useless, never the page.
function nothing() { return null; }

function forget() {
  era += 1;
  return Promise.all([caches.delete(PAGES), caches.delete(FILES)]).catch(nothing);
}

// A page's name: its address without the language and without where one came from.
function nameOf(url) {
  return url.pathname + (url.searchParams.get("change") === "1" ? "?change=1" : "");
}

function file(address) {
  return caches.open(FILES).then(function (cache) {
    return cache.match(address).then(function (known) {
      return known || fetch(address).then(function (response) {
        if (!response.ok) return response;
        return cache.put(address, response.clone()).catch(nothing)
          .then(function () { return response; });
      });
    });
  }, function () { return fetch(address); });
}

// Only one session's pages: those of another one go first.
function ownPages(judge) {
  return caches.open(PAGES).then(function (cache) {
    return cache.keys().then(function (keys) {
      return keys.length ? cache.match(keys[0]) : null;
    }).then(function (one) {
      if (!one || one.headers.get("Accord-Judge") === judge) return cache;
      return forget().then(function () { return caches.open(PAGES); });
    });
  });
}

function keep(name, response, asked) {
  if (response.status === 404) {
    if (name === "/judge") return forget();
    return caches.open(PAGES).then(function (cache) { return cache.delete(name); });
  }
  if (!response.ok) return Promise.resolve();
  var judge = response.headers.get("Accord-Judge");
  // The question who this is, or nobody's page.
  if (!judge) return forget();
  return response.text().then(function (text) {
    if (asked !== era) return null;
    var headers = new Headers(response.headers);
    headers.set("Accord-Seen", String(Date.parse(headers.get("Date")) || Date.now()));
    return ownPages(judge).then(function (cache) {
      return cache.put(name, new Response(text, { headers: headers }));
    }).then(function () {
      var files = [];
      text.replace(FILE, function (whole, address) { files.push(address); });
      return Promise.all(files.map(file));
    });
  });
}

// The page as it was last seen, with the time in it; nothing if it never was.
function recall(name) {
  return caches.open(PAGES).then(function (cache) {
    return cache.match(name).then(function (exact) {
      return exact || cache.match(name, { ignoreSearch: true });
    });
  }).then(function (known) {
    return known && known.text().then(function (text) {
      var mark = '<html data-as-of="' + known.headers.get("Accord-Seen") + '" ';
      return new Response(text.replace("<html ", mark), { headers: known.headers });
    });
  });
}

function page(event, url) {
  var name = nameOf(url);
  var asked = era;
  var answer = fetch(event.request);
  event.waitUntil(answer.then(function (response) {
    return keep(name, response.clone(), asked);
  }).catch(nothing));
  return recall(name).catch(nothing).then(function (known) {
    if (!known) return answer;
    var heard = answer.then(
      function (response) { return response.status >= 500 ? known : response; },
      function () { return known; }
    );
    var late = new Promise(function (give) {
      setTimeout(function () { give(known); }, PATIENCE);
    });
    return Promise.race([heard, late]);
  });
}

// A link that the server knows makes a new session: whoever sat here before is forgotten. Whose
// link it is cannot be told without the server, so nobody's pages are opened by it then.
function link(event) {
  var answer = fetch(event.request).then(function (response) {
    if (response.type !== "opaqueredirect") return response;
    return forget().then(function () { return response; });
  });
  return answer.catch(function () {
    return recall("/judge/away").catch(nothing).then(function (known) { return known || answer; });
  });
}

// Signed out is who the server has signed out; until then the pages are all there is.
function leave(event) {
  return fetch(event.request).then(function (response) {
    if (!response.ok && response.type !== "opaqueredirect") return response;
    return forget().then(function () { return response; });
  }, function () { return Response.redirect("/judge", 303); });
}

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", function (event) {
  var request = event.request;
  var url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (LEAVING.test(url.pathname)) event.respondWith(leave(event));
    return;
  }
  if (url.pathname.indexOf("/static/") === 0 && url.searchParams.has("v")) {
    event.respondWith(file(url.pathname + url.search));
  } else if (request.mode === "navigate" && PAGE.test(url.pathname)) {
    event.respondWith(page(event, url));
  } else if (request.mode === "navigate" && url.pathname.indexOf("/j/") === 0) {
    event.respondWith(link(event));
  }
});

// A page names others that shall be there without a network too: those that were never seen.
self.addEventListener("message", function (event) {
  var asked = era;
  event.waitUntil(caches.open(PAGES).then(function (cache) {
    return Promise.all((event.data.keep || []).map(function (address) {
      var url = new URL(address, self.location.origin);
      if (url.origin !== self.location.origin || !PAGE.test(url.pathname)) return null;
      return cache.match(nameOf(url)).then(function (known) {
        return known || fetch(url.href, { redirect: "manual" }).then(function (response) {
          // The question who this is may be overtaken by its answer: it says nothing here.
          return response.headers.get("Accord-Judge") && keep(nameOf(url), response, asked);
        });
      });
    }));
  }).catch(nothing));
});
