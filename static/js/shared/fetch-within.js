// fetch() never gives up by itself on a network that swallows packets; this does.

// Rejects unless the response has come, and `read` has read what it wants of it, in `limit`
// milliseconds. Gives what `read` gives.
export async function fetchWithin(limit, address, options, read = (response) => response) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    return await read(await fetch(address, { ...options, signal: stop.signal }));
  } finally {
    clearTimeout(timer);
  }
}
