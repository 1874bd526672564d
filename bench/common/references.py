"""All rows that refer to some contacts, to compare what two merges have moved."""

PAIRS = (
    ("mail_message", "model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    ("mail_activity", "res_model", "res_id"),
    ("ir_attachment", "res_model", "res_id"),
    ("ir_model_data", "model", "res_id"),
)


def columns(env) -> list[tuple[str, str, str]]:
    """(table, column, condition) of the foreign keys to contacts and of model with id."""
    env.cr.execute(
        """SELECT c.conrelid::regclass::text, a.attname
             FROM pg_constraint c
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
            WHERE c.contype = 'f' AND c.confrelid = 'res_partner'::regclass ORDER BY 1, 2"""
    )
    keys = [(table, column, "true") for table, column in env.cr.fetchall()]
    return keys + [(table, id_, f"{model} = 'res.partner'") for table, model, id_ in PAIRS]


def newest(env) -> dict[str, int]:
    """The highest id of each table that has some."""
    found = {}
    for table in {table for table, _column, _condition in columns(env)}:
        if _has_id(env, table):
            env.cr.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            found[table] = env.cr.fetchone()[0]
    return found


def references(env, asked, ids: list[int], gone: list[int], last: dict[str, int]) -> set:
    """(table, column, row, contact) of what refers to ``ids``, of rows that were there at
    ``last``; rows of the contacts ``gone`` themselves are left out."""
    found = set()
    for table, column, condition in asked:
        key = "id::text" if table in last else "t::text"
        env.cr.execute(
            f"""SELECT {key}, "{column}" FROM {table} t
                 WHERE "{column}" = ANY(%s) AND {condition}
                   AND {"id <= %s" if table in last else "%s IS NOT NULL"}
                   AND {"NOT id = ANY(%s)" if table == "res_partner" else "%s IS NOT NULL"}""",
            [ids, last.get(table, 0), gone],
        )
        found.update((table, column, row, contact) for row, contact in env.cr.fetchall())
    return found


def _has_id(env, table: str) -> bool:
    env.cr.execute(
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'id'", [table]
    )
    return bool(env.cr.fetchone())
