// What stands at the foot of a paper sheet, computed from what was typed of it.
import { tidy, total } from "../shared/decimal.js";

const NUMBER = /^[0-9]{1,30}(\.[0-9]{1,30})?$/;

const numbersIn = (typed) => typed.map(tidy).filter((text) => NUMBER.test(text));

// The sum of the marks as they are written, without their factors; "–" before the first.
export function sumAsWritten(typed) {
  const numbers = numbersIn(typed);
  if (!numbers.length) return "–";
  const dimensions = numbers.map((_number, key) => ({ key, factor: "1" }));
  return total(numbers, dimensions);
}

// All digits of the marks, added up, so that one that is misread is noticed.
export function checkSum(typed) {
  const digits = numbersIn(typed).join("").replace(/[^0-9]/g, "");
  return digits ? String([...digits].reduce((sum, digit) => sum + Number(digit), 0)) : "–";
}
