"""Made-up customers into Odoo: as values of create(), as lines of an import, by SQL."""

COLUMNS = "name is_company country_id state_id city street zip ref phone email website vat".split()
# so many categories in all, as a large company has
CATEGORIES = 60
# share of the customers in percent that gets one category of a dimension by hand; a dimension
# that stands twice can give two. With the regions by rule that makes three each.
SHARES = [("size", 60), ("type", 60), ("need", 40), ("need", 40)]


class Places:
    """Countries and states by what :func:`customers` calls them."""

    def __init__(self, env):
        self.countries = {country.code: country for country in env["res.country"].search([])}
        self.states = {}
        for state in env["res.country.state"].search([]):
            for key in (state.code, state.name):
                self.states[state.country_id.code, key] = state

    def vals(self, row: dict) -> dict:
        """Values for ``create``."""
        state = self.states.get((row["country"], row["state"]))
        vals = {name: value for name, value in row.items() if name not in ("country", "state")}
        country = self.countries.get(row["country"])
        vals["country_id"] = country.id if country else None
        return {**vals, "state_id": state.id} if state else vals

    def line(self, names: list[str], row: dict) -> list[str]:
        """A line for ``load``: everything is text, countries and states are names."""
        state = self.states.get((row["country"], row["state"]))
        texts = {
            **row,
            "is_company": "1" if row["is_company"] else "0",
            "country_id": self.countries[row["country"]].name,
            "state_id": state.name if state else "",
        }
        return [texts[name] for name in names]


def insert_customers(env, rows) -> None:
    """Add customers by SQL: the columns that are not given are those of one made by create()."""
    places = Places(env)
    model = env["res.partner"].with_context(res_partner_search_mode="customer")
    pattern = model.create({"name": "pattern", "user_id": env.uid})
    env.cr.flush()
    stored = [field.name for field in model._fields.values() if field.store and field.column_type]
    given = {
        **{name: f"data.{name}" for name in COLUMNS},
        "id": "data.id",
        "commercial_partner_id": "data.id",
        "complete_name": "data.name",
        "commercial_company_name": "CASE WHEN data.is_company THEN data.name END",
        "email_normalized": "lower(data.email)",
    }
    names = ", ".join(COLUMNS)
    env.cr.execute(f"CREATE TEMP TABLE data AS SELECT id, {names} FROM res_partner LIMIT 0")
    env.cr.execute("ALTER TABLE data ALTER id SET DEFAULT nextval('res_partner_id_seq')")
    lines = [[vals.get(name) for name in COLUMNS] for vals in map(places.vals, rows)]
    env.cr.execute_values(f"INSERT INTO data ({names}) VALUES %s", lines, page_size=5000)
    chosen = ", ".join(given.get(name, f"pattern.{name}") for name in stored)
    env.cr.execute(
        f"INSERT INTO res_partner ({', '.join(stored)}) SELECT {chosen} "
        "FROM data, res_partner pattern WHERE pattern.id = %s",
        [pattern.id],
    )
    pattern.active = False


def spread_categories(env) -> tuple[int, int]:
    """Give the customers categories of all dimensions but the region, by SQL as if by hand.

    :return: numbers of categories and of links, all of them
    """
    categories = env["customer.category"]
    need = env.ref("customer_master.customer_dimension_need")
    missing = CATEGORIES - categories.search_count([])
    categories.create([{"name": f"Need {i}", "dimension_id": need.id} for i in range(missing)])
    for number, (code, share) in enumerate(SHARES):
        of_dimension = categories.search([("dimension_id.code", "=", code)])
        env.cr.execute(
            """INSERT INTO customer_category_res_partner_rel (partner_id, category_id)
               SELECT id, (%(ids)s)[1 + (hash >> 8) %% cardinality(%(ids)s)]
                 FROM (SELECT id, hashint4(id * 8 + %(number)s) & 2147483647 AS hash
                         FROM res_partner WHERE customer_rank > 0) customer
                WHERE hash %% 100 < %(share)s
          ON CONFLICT DO NOTHING""",
            {"ids": of_dimension.ids, "number": number, "share": share},
        )
        column = of_dimension.dimension_id.field_name
        if column:
            env.cr.execute(
                f"""UPDATE res_partner partner SET {column} = rel.category_id
                      FROM customer_category_res_partner_rel rel
                     WHERE rel.partner_id = partner.id AND rel.category_id = ANY(%s)""",
                [of_dimension.ids],
            )
    env.cr.execute("SELECT count(*) FROM customer_category_res_partner_rel")
    links = env.cr.fetchone()[0]
    return categories.search_count([]), links
