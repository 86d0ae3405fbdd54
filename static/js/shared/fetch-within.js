// fetch() has no timeout: if the network silently drops packets, it waits for minutes.

// Rejects unless the response has arrived, and `read` has finished with it, within `limit`
// milliseconds. Returns what `read` returns.
export async function fetchWithin(limit, address, options, read = (response) => response) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    return await read(await fetch(address, { ...options, signal: stop.signal }));
  } finally {
    clearTimeout(timer);
  }
}
