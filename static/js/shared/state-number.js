// What `id:` and `data-number` say of a state: its number, or `epoch-number` once the numbers have
// begun anew, because a database that failed over had lost the newest. Later is always higher.
const EPOCH = 2 ** 40;

export function stateNumber(id) {
  const [number, epoch] = String(id || 0)
    .split("-")
    .reverse();
  return Number(epoch || 0) * EPOCH + Number(number);
}
