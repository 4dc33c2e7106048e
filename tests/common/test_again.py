"""The act that lost a clash in the database is done again from its beginning; no other fault is hidden."""

import pytest
from django.db import OperationalError, connection, transaction

from carecommons.common.again import again, told_to_start_over


class Clash(Exception):
    sqlstate = "40001"


def failing(times: int, error: Exception):
    tried = []

    def act() -> int:
        tried.append(1)
        if len(tried) <= times:
            raise error
        return len(tried)

    return act, tried


def test_a_clash_is_tried_up_to_five_times_and_then_said() -> None:
    assert again(failing(4, Clash())[0]) == 5
    act, tried = failing(5, Clash())
    with pytest.raises(Clash):
        again(act)
    assert len(tried) == 5


def test_any_other_fault_is_said_at_once() -> None:
    act, tried = failing(1, OperationalError("disk full"))
    with pytest.raises(OperationalError):
        again(act)
    assert len(tried) == 1


def test_a_deadlock_is_a_clash_and_a_broken_rule_is_not() -> None:
    deadlock, broken = Clash(), Clash()
    deadlock.sqlstate, broken.sqlstate = "40P01", "23505"
    assert told_to_start_over(deadlock)
    assert not told_to_start_over(broken)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time: nothing clashes")
def test_postgres_itself_tells_the_loser_to_start_over() -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_again (n integer)")
        cursor.execute("INSERT INTO test_again VALUES (1)")
    tried = []

    @transaction.atomic
    def double() -> None:
        tried.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM test_again")
            (n,) = cursor.fetchone()
            if len(tried) == 1:
                with other.cursor() as quicker:
                    quicker.execute("UPDATE test_again SET n = n + 10")
            cursor.execute("UPDATE test_again SET n = %s", [2 * n])

    try:
        again(double)
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM test_again")
            assert cursor.fetchone() == (22,)
        assert len(tried) == 2
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE test_again")
