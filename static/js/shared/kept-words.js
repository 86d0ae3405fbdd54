// Words that the server does not have yet, kept on this device: a dropped connection, a closed
// page or an empty battery loses nothing. By match and focal point.
const PREFIX = "accord.agreement.";

export class KeptWords {
  constructor(competition, match) {
    this.prefix = `${PREFIX}${competition}.${match}.`;
    this.works = true;
  }

  // {status, words, seen}, or null.
  read(point) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + point));
    } catch {
      return null;
    }
  }

  write(point, typed) {
    try {
      localStorage.setItem(this.prefix + point, JSON.stringify(typed));
      this.works = true;
    } catch {
      this.works = false;
    }
  }

  remove(point) {
    try {
      localStorage.removeItem(this.prefix + point);
    } catch {
      // What cannot be written was not kept either.
    }
  }
}
