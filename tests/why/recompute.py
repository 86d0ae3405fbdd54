"""A proof recomputed by somebody else: a program that shares no code with the project."""

from fractions import Fraction
from statistics import median

DOES = {
    "mean": lambda v: sum(v) / len(v),
    "median": lambda v: Fraction(median(v)),
    "sum": sum,
    "best": max,
    "times": lambda v: v[0] * v[1],
    "minus": lambda v: v[0] - sum(v[1:]),
    "weigh": lambda v: sum(a * w for a, w in zip(v[::2], v[1::2], strict=True)) / sum(v[1::2]),
}


def halves(value, decimals, rounding):
    """Round to decimals; halves away from zero, or to the even neighbour."""
    units = abs(value) * 10**decimals
    whole = round(units) if rounding == "half_even" else (units * 2 + 1) // 2
    return Fraction(whole, 10**decimals) * (-1 if value < 0 else 1)


def recompute(proof):
    """The value of the last step, and the ids that lead to it; fails where a step is wrong."""
    known = {}
    for step in proof["steps"]:
        values = [known[each] if each in known else Fraction(each) for each in step["of"]]
        if step["does"] in ("mark", "points"):
            known[step["id"]] = Fraction(step["value"])
        elif step["does"] == "round":
            known[step["id"]] = halves(values[0], step["decimals"], step["rounding"])
        else:
            known[step["id"]] = DOES[step["does"]](values)
        assert str(known[step["id"]]) == step["value"], step
    of = {step["id"]: step["of"] for step in proof["steps"]}
    reached, waiting = set(), [proof["steps"][-1]["id"]]
    while waiting:
        each = waiting.pop()
        if each in of and each not in reached:
            reached.add(each)
            waiting += of[each]
    return known[proof["steps"][-1]["id"]], reached


def printed(value, decimals, rounding):
    """A value with that many digits after the point."""
    units = halves(value, decimals, rounding) * 10**decimals
    digits = str(abs(int(units))).rjust(decimals + 1, "0")
    sign = "-" if units < 0 else ""
    return sign + digits[: len(digits) - decimals] + ("." + digits[-decimals:] if decimals else "")
