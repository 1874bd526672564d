from psycopg2 import Error, errors

from odoo.tools import mute_logger

# what another transaction did at the same moment: the whole transaction is tried anew
CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


def bisected(env, items, work, failed):
    """Do ``work(items)`` at once; where that fails, find those on which it does.

    :param items: a list or recordset
    :param failed: called with each such item alone, as a part of ``items``, and the exception
    :raise psycopg2.Error: one of ``CONFLICTS``
    """
    if not items:
        return
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            work(items)
    except CONFLICTS:
        raise
    except Exception as error:  # what was not foreseen concerns few: find them
        env.invalidate_all(flush=False)
        if len(items) == 1:
            failed(items, error)
            return
        middle = len(items) // 2
        bisected(env, items[:middle], work, failed)
        bisected(env, items[middle:], work, failed)


def reason_of(error):
    """One sentence for people of what the database or a check said."""
    if isinstance(error, Error):
        return (error.diag.message_primary or str(error)).strip()
    return str(error.args[0] if error.args else error).strip() or type(error).__name__
