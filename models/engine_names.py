# what the engine calls otherwise than contacts do; its values of these are codes
FIELD_OF = {"state": "state_id", "country": "country_id"}
NAME_OF = {field: name for name, field in FIELD_OF.items()}
