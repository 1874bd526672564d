"""The pure core of Customer Master: every rule that can be stated without the ORM.

Nothing below this package imports ``odoo``. Functions take and return plain typed values, so that
they are tested without a database and can be used by models, wizards, imports and the command line
alike.
"""
