def dialog(record, name, **context):
    """The action that shows ``record`` in a dialog with the title ``name``."""
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": record._name,
        "res_id": record.id,
        "view_mode": "form",
        "target": "new",
        "context": context,
    }
