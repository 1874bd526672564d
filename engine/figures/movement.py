"""Who buys for the first time in a month, and who has not bought for long."""

import numpy as np


def new_customers(months, month: int) -> np.ndarray:
    """Places of the customers whose first month with a purchase is this one.

    :param months: of each customer the months with purchases, as bits: that of month ``n`` is
        ``1 << n``, and month 0 stands for all the time before the first
    """
    months = np.asarray(months, dtype=np.int64)
    return np.flatnonzero(months & -months == 1 << month)


def lost_customers(months, month: int, gap: int) -> np.ndarray:
    """Places of the customers who last bought so long before this month that the ``gap`` months
    before it are the first ones, one after the other, without a purchase."""
    months = np.asarray(months, dtype=np.int64)
    last = month - gap - 1
    quiet = ((1 << gap) - 1) << (last + 1)
    return np.flatnonzero((months >> last & 1 == 1) & (months & quiet == 0))
