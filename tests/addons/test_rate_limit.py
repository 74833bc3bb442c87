"""Who asks too often waits exactly as long as it takes."""

import pytest

from addons.rate_limit import Rate, RateLimit, TooOften


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> RateLimit:
    """Two at once, and six a minute: one more every ten seconds."""
    return RateLimit(Rate(calls=2, per_minute=6), clock)


def test_so_many_at_once_and_no_more(limit: RateLimit) -> None:
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooOften) as refused:
        limit.take("a")
    assert refused.value.rest_s == 10


def test_a_refused_call_does_not_count(limit: RateLimit, clock: Clock) -> None:
    limit.take("a")
    limit.take("a")
    for _ in range(5):
        with pytest.raises(TooOften):
            limit.take("a")
    clock.now_s += 10
    limit.take("a")


@pytest.mark.parametrize(("later_s", "rest_s"), [(0, 10), (4, 6), (9.5, 1), (9.999, 1)])
def test_the_rest_is_what_is_left_of_it(
    limit: RateLimit, clock: Clock, later_s: float, rest_s: int
) -> None:
    limit.take("a")
    limit.take("a")
    clock.now_s += later_s
    with pytest.raises(TooOften) as refused:
        limit.take("a")
    assert refused.value.rest_s == rest_s


def test_who_keeps_to_the_rests_is_let_through(limit: RateLimit, clock: Clock) -> None:
    for _ in range(50):
        try:
            limit.take("a")
        except TooOften as refused:
            clock.now_s += refused.rest_s
            limit.take("a")


def test_a_pause_gives_no_more_than_the_bucket_holds(limit: RateLimit, clock: Clock) -> None:
    limit.take("a")
    clock.now_s += 3_600
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooOften):
        limit.take("a")


def test_keys_do_not_share(limit: RateLimit) -> None:
    limit.take("a")
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooOften):
        limit.take("a")
    limit.take("b")


def test_only_those_who_asked_lately_are_remembered(limit: RateLimit, clock: Clock) -> None:
    for number in range(1_000):
        limit.take(str(number))
        clock.now_s += 1
    assert len(limit) == 20  # a bucket is full again after twenty seconds
