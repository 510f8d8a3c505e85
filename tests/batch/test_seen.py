"""What came before, as digests on disk."""

from __future__ import annotations

from chartgap.batch.seen import Balance


def test_a_balance_holds_only_what_is_out_of_balance() -> None:
    balance = Balance()
    one, other = b"1" * 16, b"2" * 16
    assert [balance.add(one, 1), balance.add(one, 1), balance.add(other, -1)] == [0, 1, 0]
    assert [balance.add(one, -1), balance.add(one, -1), balance.add(other, 1)] == [2, 1, -1]
    (held,) = balance._connection.execute("SELECT count(*) FROM sides").fetchone()
    assert held == 0
