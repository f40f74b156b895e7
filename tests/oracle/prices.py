"""A second implementation of prices: 10,000 random cases from the rules in docs/PRICING.md, compared with the domain.

    python3 tests/oracle/prices.py               10,000 cases of the usual seed
    python3 tests/oracle/prices.py 20261120 500  another seed, so many cases

Standard library only. Nothing here is copied from Rust: amounts are integers and exact fractions, a net price is
solved per segment in closed form and then increased rupiah by rupiah. Every fifth case is a small channel with
rules and dated schedules for several scopes, and this program also decides which of them apply.
"""

import json
import random
import subprocess
import sys
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 100_000_000
QUANTITIES = range(1, 11)


class Refused(Exception):
    """No price; its argument is the reason."""


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def share(amount: int, points: int) -> int:
    """A percentage of whole rupiah, rounded half up."""
    return half_up(Fraction(amount * points, 10_000))


def fee_of(fee: dict, price: int, quantity: int) -> int:
    """The fee of an order of `quantity` pieces: percentages and caps per piece, rounded once; fixed fees once."""
    if fee["kind"] == "per_order":
        return fee["amount"]
    piece = Fraction(price * fee["rate"], 10_000)
    if fee["cap"] is not None:
        piece = min(piece, Fraction(fee["cap"]))
    return half_up(piece * quantity)


def keeps(fees: list[dict], price: int, quantity: int) -> int:
    return price * quantity - sum(fee_of(fee, price, quantity) for fee in fees)


def grid(rounding) -> tuple[int, int, str]:
    """Step, ending and direction of the rounding: a price is round if price ≡ ending modulo step."""
    if rounding == "none":
        return 1, 0, "up"
    if isinstance(rounding, dict):
        return 1_000, rounding["charm"]["ending"], "up"
    way = rounding.rstrip("0123456789")
    return int(rounding[len(way) :]), 0, way


def round_up(price: int, step: int, ending: int) -> int:
    """The smallest round price that is at least `price` and at least 1."""
    price = max(price, 1)
    return price + (ending - price) % step


def round_to(price: int, rounding) -> int:
    step, ending, way = grid(rounding)
    above = round_up(price, step, ending)
    below = above if above == price else above - step
    if way == "up" or below < 1:
        return above
    if way == "down":
        return below
    return above if above - price <= price - below else below


def exact_net(percents: list[dict], price: int) -> Fraction:
    taken = Fraction(0)
    for fee in percents:
        part = Fraction(price * fee["rate"], 10_000)
        taken += part if fee["cap"] is None else min(part, Fraction(fee["cap"]))
    return price - taken


def solve(percents: list[dict], wanted: Fraction) -> Fraction:
    """The exact price whose net is `wanted`. Each segment between two caps is solved in closed form."""
    edges = sorted({Fraction(fee["cap"] * 10_000, fee["rate"]) for fee in percents if fee["cap"] is not None})
    for low, high in zip([Fraction(0), *edges], [*edges, None]):
        capped = [f for f in percents if f["cap"] is not None and Fraction(f["cap"] * 10_000, f["rate"]) <= low]
        rate = sum((Fraction(f["rate"], 10_000) for f in percents if f not in capped), Fraction(0))
        price = (wanted + sum(f["cap"] for f in capped)) / (1 - rate)
        if high is None or price <= high:
            return max(price, low)
    raise AssertionError("the last piece has no end")


def least_net(fees: list[dict], target: int, rounding) -> int:
    percents = [fee for fee in fees if fee["kind"] == "percent" and fee["rate"] > 0]
    every = sum(fee["kind"] == "percent" for fee in fees)
    fixed = sum(fee["amount"] for fee in fees if fee["kind"] == "per_order")
    rates = sum(fee["rate"] for fee in percents)
    if rates >= 10_000 or exact_net(percents, MOST) < target + fixed + Fraction(every, 2):
        raise Refused("net_unreachable")
    real = solve(percents, Fraction(target + fixed))
    # Rounding changes each percentage fee by at most half a rupiah, so no price lower than this can be enough.
    start = floor(real - every / (1 - Fraction(rates, 10_000))) - 2
    step, ending, _ = grid(rounding)
    price = round_up(start, step, ending)
    while any(keeps(fees, price, quantity) < quantity * target for quantity in QUANTITIES):
        price += step
    return price


def quote(case: dict) -> tuple[int, int, list[int]]:
    """The price, what the seller keeps of an order of one piece, and each fee."""
    base, cost, rule, schedule = case["base"], case["cost"], case["rule"], case["fees"]
    if base is None:
        raise Refused("base_price_missing")
    if rule is None:
        raise Refused("price_rule_missing")
    if schedule is None:
        raise Refused("fee_schedule_missing")
    fees = [fee for fee in schedule["fees"] if fee["enabled"]]
    method = rule.get("method", {"kind": "markup"})
    least = None
    if rule["minimum_margin"] is not None and rule["minimum_margin"] > -10_000:
        if cost is None:
            raise Refused("cost_missing")
        least = cost + share(cost, rule["minimum_margin"])
    if method["kind"] == "fixed":
        price = method["price"]
    elif method["kind"] == "keep_net":
        target = base
        if method["target"]["of"] == "cost":
            if cost is None:
                raise Refused("cost_missing")
            target = cost + share(cost, method["target"]["margin"])
        price = least_net(fees, target, rule["rounding"])
    else:
        raw = base + share(base, rule["markup"])
        if not 1 <= raw <= MOST:
            raise Refused("price_out_of_range")
        price = round_to(raw, rule["rounding"])
        if price < raw and least is not None and keeps(fees, price, 1) < least:
            step, ending, _ = grid(rule["rounding"])
            price = round_up(raw, step, ending)
    if not 1 <= price <= MOST:
        raise Refused("price_out_of_range")
    if rule["ceiling"] is not None and price > rule["ceiling"]:
        raise Refused("over_ceiling")
    kept = keeps(fees, price, 1)
    if least is not None and kept < least:
        raise Refused("under_floor")
    return price, kept, [fee_of(fee, price, 1) for fee in fees]


# ---------------------------------------------------------------- cases


def a_fee(dice: random.Random) -> dict:
    name, enabled = f"biaya {dice.randrange(9)}", dice.random() < 0.8
    if dice.random() < 0.25:
        return {"name": name, "kind": "per_order", "amount": dice.choice([350, 1250, dice.randrange(5_000)]), "enabled": enabled}
    rate = dice.choice([825, 697, 500, 300, 1500, dice.randrange(1, 2_500)])
    cap = dice.choice([None, None, 40_000, 60_000, dice.randrange(1, 100_000)])
    return {"name": name, "kind": "percent", "rate": rate, "cap": cap, "enabled": enabled}


def a_rounding(dice: random.Random):
    steps = [f"{way}{step}" for way in ("up", "down", "nearest") for step in (100, 500, 1000)]
    return dice.choice(["none", "none", *steps, {"charm": {"ending": dice.choice([900, 990, 500, dice.randrange(1_000)])}}])


def a_method(dice: random.Random) -> dict | None:
    kind = dice.choice(["markup", "markup", "base", "base", "cost", "fixed"])
    if kind == "fixed":
        return {"kind": "fixed", "price": dice.randrange(1, 3_000_000)}
    if kind == "markup":
        return None
    target = {"of": "base"} if kind == "base" else {"of": "cost", "margin": dice.randrange(6_000)}
    return {"kind": "keep_net", "target": target}


def a_rule(dice: random.Random) -> dict:
    rule = {
        "markup": dice.choice([0, 1_500, 2_000, dice.randrange(-9_999, 20_000)]),
        "rounding": a_rounding(dice),
        "minimum_margin": dice.choice([-10_000, -2_000, dice.randrange(5_000), dice.randrange(5_000)]) if dice.random() < 0.3 else None,
        "ceiling": dice.randrange(1, 4_000_000) if dice.random() < 0.1 else None,
        "guard": 3_000,
    }
    if method := a_method(dice):
        rule["method"] = method
    return rule


def some_fees(dice: random.Random, valid_from: str) -> dict:
    return {"fees": [a_fee(dice) for _ in range(dice.randrange(7))], "source": "oracle", "valid_from": valid_from}


def a_case(dice: random.Random) -> dict:
    size = dice.choice([2_000, 200_000, 200_000, 3_000_000, MOST])
    base = None if dice.random() < 0.01 else dice.randrange(1, size)
    rule, fees = a_rule(dice), some_fees(dice, "2026-01-01")
    return {
        "base": base,
        "cost": None if dice.random() < 0.2 else dice.randrange(1, max(2, size // 2)),
        "rule": None if dice.random() < 0.01 else rule,
        "fees": None if dice.random() < 0.01 else fees,
    }


# ---------------------------------------------------------------- books

PRODUCT, VARIANT = "prd_0199c0ffee00", "var_0199c0ffee00"
OTHERS = ["category:motor", "product:prd_0199c0ffee11", f"variant:{PRODUCT}:var_0199c0ffee11"]


def a_book(dice: random.Random) -> dict:
    """A small channel: rules and dated schedules for some scopes, including scopes of other products."""
    own = ["channel", "category:frame fpv", f"product:{PRODUCT}", f"variant:{PRODUCT}:{VARIANT}"]
    scopes = [scope for scope in own if dice.random() < 0.5] + [scope for scope in OTHERS if dice.random() < 0.2]
    case = a_case(dice)
    rules = [{"scope": scope, "version": dice.randrange(1, 9), "rule": a_rule(dice)} for scope in scopes]
    schedules = []
    for scope in ["channel", "category:frame fpv", "category:motor"]:
        for version in range(1, dice.choice([1, 2, 2, 3, 5])):
            day = f"2026-{dice.randrange(10, 13)}-{dice.choice([1, 15, 20, 28]):02}"
            schedules.append({"scope": scope, "version": version, "schedule": some_fees(dice, day)})
    dice.shuffle(schedules)
    category = dice.choice([None, "Frame FPV", "  frame   fpv ", "FRAME FPV", "Motor", "lain"])
    today = f"2026-{dice.randrange(10, 13)}-{dice.choice([1, 14, 15, 16, 20, 28]):02}"
    place = {"product": PRODUCT, "variant": VARIANT, "category": category, "today": today}
    return {"base": case["base"], "cost": case["cost"], **place, "rules": rules, "schedules": schedules}


def scopes_of(case: dict) -> list[str]:
    """The scopes whose rule can apply to the variant, the most specific first."""
    category = " ".join((case["category"] or "").lower().split())
    near = [f"variant:{PRODUCT}:{VARIANT}", f"product:{PRODUCT}"]
    return [*near, *([f"category:{category}"] if category else []), "channel"]


def chosen(case: dict) -> tuple[dict, tuple | None, tuple | None]:
    """The case with the rule and the schedule that apply, and their scopes."""
    rule = schedule = rule_at = fees_at = None
    for scope in scopes_of(case):
        for stored in (stored for stored in case["rules"] if stored["scope"] == scope):
            if rule is None:
                rule, rule_at = dict(stored["rule"]), (scope, stored["version"])
            elif rule["minimum_margin"] is None:
                rule["minimum_margin"] = stored["rule"]["minimum_margin"]
    for scope in scopes_of(case):
        begun = [s for s in case["schedules"] if s["scope"] == scope and s["schedule"]["valid_from"] <= case["today"]]
        if begun and schedule is None:
            latest = max(begun, key=lambda s: (s["schedule"]["valid_from"], s["version"]))
            schedule, fees_at = latest["schedule"], (scope, latest["version"])
    return {"base": case["base"], "cost": case["cost"], "rule": rule, "fees": schedule}, rule_at, fees_at


def stands(found: dict, of: str) -> tuple:
    scope = found.get(f"{of}_scope", {"level": "channel"})
    ids = [scope[part] for part in ("category", "product", "variant") if part in scope]
    return ":".join([scope["level"], *ids]), found[f"{of}_version"]


def book_agrees(case: dict, found: dict) -> str | None:
    plain, rule_at, fees_at = chosen(case)
    if problem := agrees(plain, found):
        return problem
    if found["outcome"] != "quoted" or (stands(found, "rule"), stands(found, "fee")) == (rule_at, fees_at):
        return None
    return f"expected the rule {rule_at} and the fees {fees_at}"


def agrees(case: dict, found: dict) -> str | None:
    """Describes the difference, or None if both agree."""
    if "rules" in case:
        return book_agrees(case, found)
    try:
        price, kept, fees = quote(case)
    except Refused as refused:
        reason = refused.args[0]
        words = {"price_rule_missing": "rule_missing", "price_out_of_range": "out_of_range"}
        return None if found.get("reason") == words.get(reason, reason) else f"expected {reason}"
    if found["outcome"] != "quoted":
        return f"expected {price}, keeps {kept}"
    theirs = found["price"], found["keeps"], [fee["amount"] for fee in found["fees"]]
    return None if theirs == (price, kept, fees) else f"expected {(price, kept, fees)}, found {theirs}"


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261120
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    dice = random.Random(seed)
    # Every fifth case is a whole channel's book and also tests which rule and which schedule apply.
    cases = [a_book(dice) if nth % 5 == 0 else a_case(dice) for nth in range(count)]
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    command = ["cargo", "run", "--quiet", "--locked", "-p", "domain", "--example", "quotes"]
    done = subprocess.run(command, cwd=ROOT, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == count, f"{len(answers)} answers of {count}"
    wrong = [(case, found, problem) for case, found in zip(cases, answers) if (problem := agrees(case, found))]
    for case, found, problem in wrong[:10]:
        print(f"{problem}\n  case  {json.dumps(case)}\n  found {json.dumps(found)}")
    quoted = sum(found["outcome"] == "quoted" for found in answers)
    print(f"seed {seed}: {quoted} quoted, {count - quoted} refused")
    print(f"{count - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
