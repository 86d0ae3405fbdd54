// How much of a tablet's storage bundles from other servers may take. Anybody can make a link that
// leaves one, so they must not fill the storage, nor push out the judge's own.
export const MOST_ARRIVALS = 8;
export const MOST_LETTERS = 512 * 1024;

// The keys of the bundles that go to make room for a new one, oldest first; null if there is no room
// for it. waiting: [{key, letters, at, isOwn}]. A judge's own goes for nobody's, and the newest of
// all others stay: the tablet that they came from still has those that go.
export function keysToDrop(waiting, letters) {
  const others = waiting.filter(({ isOwn }) => !isOwn).sort((one, other) => one.at - other.at);
  let count = waiting.length + 1;
  let total = waiting.reduce((sum, each) => sum + each.letters, letters);
  const dropped = [];
  while (count > MOST_ARRIVALS || total > MOST_LETTERS) {
    const oldest = others.shift();
    if (!oldest) return null;
    dropped.push(oldest.key);
    count -= 1;
    total -= oldest.letters;
  }
  return dropped;
}
