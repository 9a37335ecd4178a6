"""Of a measure the line of all together, counted where the rows are: without the rows behind it."""

from collections.abc import Callable, Iterable

from reports.lines import ALL, EVERYONE, Group, Line, Lines, Words
from reports.reading import Reading
from reports.rows import Over, Spread, Tally, Total

Number = Callable[[Total], int]


def total_of(tallies: Iterable[Tally], key: str = ALL, label: Words = EVERYONE) -> Line:
    parts, wholes = zip(*tallies, strict=True)
    return Line(key, label, sum(parts), sum(wholes), ())


def of_clocks(*clocks: str, of: Callable[[Over], int]) -> Lines:
    """All of these together."""

    def found(reading: Reading) -> list[Line]:
        rows = [tallies.get(clock, Over()) for tallies in reading.tallies for clock in clocks]
        return [total_of(Tally(of(one), one.whole) for one in rows)]

    return found


def in_time(over: Over) -> int:
    return over.in_time


def done(over: Over) -> int:
    return over.done


def of_referrals(part: Number, whole: Number, line: Group = (ALL, EVERYONE)) -> Lines:
    return lambda reading: [total_of((Tally(part(one), whole(one)) for one in reading.totals), *line)]


def spread(of: Callable[[Total], Spread]) -> Lines:
    """Of one period: a middle of middles would be none."""

    def found(reading: Reading) -> list[Line]:
        (total,) = reading.totals
        time = of(total)
        return [Line(ALL, EVERYONE, time.number, total.referrals, (), time.median, time.ninetieth)]

    return found


def again(reading: Reading) -> list[Line]:
    return [total_of(reading.returns)]


def not_known(reading: Reading) -> list[Line]:
    return [total_of(one.all for one in reading.answers)]


def not_known_returns(reading: Reading) -> list[Line]:
    return [total_of(one.after_return for one in reading.answers)]
