"""What a module leaves in a database."""

from collections import Counter

from . import postgres
from .paths import ADDON

_IN_SCHEMAS = "n.nspname !~ '^(pg_|information_schema)'"
# What a module brings: kind, expression of its name, the rest of the query.
_BROUGHT = (
    ("schema", "nspname", f"pg_namespace n WHERE {_IN_SCHEMAS}"),
    # tables, indexes, views, sequences
    ("relation", "nspname || '.' || relname",
     f"pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {_IN_SCHEMAS}"),
    ("column", "relname || '.' || attname",
     "pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace "
     f"WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND {_IN_SCHEMAS}"),
    ("constraint", "conrelid::regclass || ' ' || conname",
     f"pg_constraint JOIN pg_namespace n ON n.oid = connamespace WHERE {_IN_SCHEMAS}"),
    ("function", "nspname || '.' || proname",
     f"pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE {_IN_SCHEMAS}"),
    ("trigger", "tgname", "pg_trigger WHERE NOT tgisinternal"),
    ("external id", "module || '.' || name || ' of ' || model",
     # what Odoo leaves of any addon: names of choices and parents, given by mail and others
     "ir_model_data WHERE module !~ '^__' AND model <> 'ir.module.module' AND (module = "
     f"'{ADDON}' OR model NOT IN ('ir.model.fields.selection', 'ir.model.inherit'))"),
    ("model", "model", "ir_model"),
    ("field", "model || '.' || name", "ir_model_fields"),
    ("choice", "model || '.' || f.name || ' ' || value",
     "ir_model_fields_selection JOIN ir_model_fields f ON f.id = field_id"),
    ("relation of fields", "name", "ir_model_relation"),
    # of foreign keys Odoo keeps notes when an addon goes; ours are taken away by its hook
    ("constraint of a model", "name", "ir_model_constraint WHERE name !~ 'neighbour'"),
    ("right", "name", "ir_model_access"),
    ("rule", "coalesce(name, '')", "ir_rule"),
    ("group", "name->>'en_US'", "res_groups"),
    ("privilege", "name->>'en_US'", "res_groups_privilege"),
    ("category of modules", "name->>'en_US'", "ir_module_category"),
    ("view", "coalesce(key, name)", "ir_ui_view"),
    ("menu", "name->>'en_US'", "ir_ui_menu"),
    ("action", "type || ' ' || (name->>'en_US')", "ir_actions"),
    ("filter", "name", "ir_filters"),
    ("default", "f.model || '.' || f.name", "ir_default JOIN ir_model_fields f ON f.id = field_id"),
    ("job", "cron_name", "ir_cron"),
    ("trigger of a job", "cron_name", 
     "ir_cron_trigger t JOIN ir_cron c ON c.id = t.cron_id WHERE cron_name !~ '^Base: '"),
    ("mail template", "name->>'en_US'", "mail_template"),
    ("kind of activity", "name->>'en_US'", "mail_activity_type"),
    ("kind of message", "name->>'en_US'", "mail_message_subtype"),
    ("paper format", "name", "report_paperformat"),
    ("tag", "name->>'en_US'", "res_partner_category"),
    ("setting", "key", "ir_config_parameter WHERE key !~ '^product'"),
    ("file", "coalesce(res_model, '') || ' ' || coalesce(res_field, '') || ' ' || "
     "regexp_replace(name, '[0-9a-f]{7}', '')",
     "ir_attachment WHERE coalesce(url, '') !~ '^/web/assets/'"),
    ("messages of", "model", "mail_message WHERE model <> '' GROUP BY model"),
    ("activities of", "res_model", "mail_activity WHERE res_model <> '' GROUP BY res_model"),
    ("followers of", "res_model",
     "mail_followers WHERE res_model <> 'res.partner' GROUP BY res_model"),
)  # fmt: skip


def leftovers(
    server: postgres.Server, before: str, after: str, *, lacking: bool = False
) -> list[str]:
    """What ``after`` has more than ``before``, or lacks, of its schema and of what modules bring.

    Each is a line ``kind: name``.
    """
    parts = [f"SELECT '{kind}: ' || ({name}) FROM {rest}" for kind, name, rest in _BROUGHT]
    sql = " UNION ALL ".join(f"({part})" for part in parts)
    there = [Counter(postgres.query(server, sql, name)) for name in (after, before)]
    more = there[1] - there[0] if lacking else there[0] - there[1]
    return sorted(more)
