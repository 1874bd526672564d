from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..engine.mapping import ValueProblem
from ..engine.mapping.transform import make_transform
from ..engine.mapping.words import country_code, parts, plain_name, truth
from .customer_mapping import EXTERNAL_ID
from .res_country_state import SUFFIXES
from .res_partner_contact_person import PERSON

NAMED = 3


class CustomerIntake(models.AbstractModel):
    """Texts as values that ``create()`` takes."""

    _inherit = "customer.intake"

    def _bring_over(self, works):
        """Give each of ``works`` its ``vals``, ``keys`` and ``contacts``, in normal form."""
        Partner = self.env["res.partner"]
        params = self.env["ir.config_parameter"].sudo()
        company = params.get_param("customer_master.entry_kind") != "person"
        countries = self.env["customer.match.key"]._country_codes()
        own = self.company_id.country_id.code or None
        names = self._intake_keys()
        good = [work for work in works if not work.outcome]
        self._take_contacts(good)
        self._resolve([one for work in good for one in (work, *work.contacts)])
        for work in good:
            work.vals.setdefault("is_company", company)
            self._place_contacts(work)
            code = countries.get(work.vals.get("country_id")) or own
            if Partner._customer_normalizes():
                work.vals = Partner._customer_normalize(work.vals, code)
                for person in work.contacts:
                    there = countries.get(person.vals.get("country_id")) or code
                    person.vals = Partner._customer_normalize(person.vals, there)
            work.keys = {
                name: self._external_id(work.texts[name])
                if name == EXTERNAL_ID
                else work.vals[name]
                for name in names
                if work.texts.get(name) and (name == EXTERNAL_ID or work.vals.get(name))
            }

    def _resolve(self, works):
        """Give each of ``works`` its ``vals``; one with a value that can't be is rejected.

        In a number of queries that depends on how many different values there are.
        """
        known = self._lookups(works)
        for work in works:
            problems = []
            vals = {}
            for name, text in work.texts.items():
                if name == EXTERNAL_ID or name in PERSON:
                    continue
                value, problem = self._value(name, text, work.texts, known)
                if problem:
                    problems.append(problem)
                else:
                    vals[name] = value
            self._complete_place(vals, known)
            work.vals = vals
            if problems:
                work.end("rejected", " ".join(problems[:NAMED]))

    def _lookups(self, works):
        """What names of records mean: ``{field: function of the text}``."""
        texts, subfields = defaultdict(set), self._intake_subfields()
        for work in works:
            for name, text in work.texts.items():
                texts[name].add(text)
        fields_ = self.env["res.partner"]._fields
        known = {}
        if "country_id" in texts or "state_id" in texts:
            told, by = set(texts.get("country_id") or ()), subfields.get("country_id", [])
            usual = {"code", "name"}.issuperset(by)
            known["country_id"] = (
                self._countries() if usual else self._valued("country_id", by, told)
            )
            known["state_id"] = self._states(texts.get("state_id") or ())
        for name in texts.keys() - known.keys() - {EXTERNAL_ID} - PERSON.keys():
            if fields_[name].type in ("many2one", "many2many"):
                named = {one for text in texts[name] for one in self._parts(name, text)}
                if name in subfields:
                    known[name] = self._valued(name, subfields[name], named)
                else:
                    known[name] = self._named(name, named)
            elif fields_[name].type == "selection":
                known[name] = self._choices(name)
        return known

    def _parts(self, name, text):
        """The texts that each mean one record; values of fields stand in a line each."""
        if self.env["res.partner"]._fields[name].type == "many2one":
            return [text]
        return text.splitlines() if name in self._intake_subfields() else parts(text)

    def _valued(self, name, subfields, texts):
        """Ids of records of a relation by values of their fields, the first field that knows one
        and only one."""
        Model = self.env[self.env["res.partner"]._fields[name].comodel_name]
        found = {}
        for subfield in subfields:
            left = {self._as_stored(Model, subfield, text): text for text in texts - found.keys()}
            left.pop(None, None)
            hits = defaultdict(list)
            for one in Model.search_fetch(
                self._named_among(name) & Domain(subfield, "in", list(left)), [subfield]
            ):
                hits[one[subfield]].append(one.id)
            found |= {left[v]: ids[0] for v, ids in hits.items() if v in left and len(ids) == 1}
        return found.get

    def _as_stored(self, Model, subfield, text):
        kind = Model._fields[subfield].type
        if kind not in ("integer", "float", "monetary"):
            return text
        try:
            return float(text) if kind != "integer" else int(text)
        except ValueError:
            return None

    def _languages(self):
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return dict.fromkeys((self.env.lang or "en_US", "en_US", *codes))

    def _countries(self):
        """Ids of countries by code and by name in every installed language."""
        countries = self.env["res.country"].sudo().search([("code", "!=", False)])
        found, codes = {}, {}
        for country in countries:
            codes[country.code] = country.id
        for lang in self._languages():
            for country in countries.with_context(lang=lang):
                found.setdefault(plain_name(country.name), country.id)
        found |= {plain_name(code): one for code, one in codes.items() if code}

        def look(text):
            return found.get(plain_name(text)) or codes.get(country_code(text))

        return look

    def _states(self, texts):
        """``{(country id, plain name): state id}`` of all states with names like ``texts``."""
        found, anywhere = {}, defaultdict(set)
        if not texts:
            return found, anywhere
        states = self.env["res.country.state"].sudo().search([("code", "!=", False)])
        wanted = {self._state_name(text) for text in texts}
        for lang in self._languages():
            for state in states.with_context(lang=lang):
                for text in (state.name, state.code):
                    if (plain := self._state_name(text)) in wanted:
                        found.setdefault((state.country_id.id, plain), state.id)
                        anywhere[plain].add(state.id)
        return found, anywhere

    def _state_name(self, text):
        plain = plain_name(text)
        for suffix in SUFFIXES:
            if len(plain) - len(suffix) >= 2 and plain.endswith(suffix):
                return plain.removesuffix(suffix)
        return plain

    def _named(self, name, texts):
        """Ids of records of a relation by what people call them."""
        field = self.env["res.partner"]._fields[name]
        Model = self.env[field.comodel_name]
        domain = self._named_among(name)
        found = {}
        for text in texts:
            hits = Model.name_search(text, domain, operator="=", limit=2)
            if not hits and "code" in Model._fields:
                hits = [
                    (one.id, "")
                    for one in Model.search(domain & Domain("code", "=ilike", text), limit=2)
                ]
            if len(hits) == 1:
                found[text] = hits[0][0]
        return found.get

    def _named_among(self, name):
        """Domain of the records that a field may get: those of other companies may be called the
        same; a category is of the dimension of the field."""
        Model = self.env[self.env["res.partner"]._fields[name].comodel_name]
        domain = Domain.TRUE
        if {"company_id", "company_ids"} & Model._fields.keys():
            companies = [one for one in self._intake_companies() if one]
            domain &= Domain(Model._check_company_domain(companies))
        dimensions = self.env["customer.dimension"]._partner_fields()
        if number := next((d for d, own in dimensions.items() if own == name), None):
            domain &= Domain("dimension_id", "=", number)
        return domain

    def _choices(self, name):
        """Keys of a selection by key and by label in every installed language."""
        found = {}
        field = self.env["res.partner"]._fields[name]
        for lang in self._languages():
            env = self.with_context(lang=lang).env
            for key, label in field._description_selection(env):
                found.setdefault(plain_name(label), key)
                found.setdefault(plain_name(key), key)
        return lambda text: found.get(plain_name(text))

    # -- one value -------------------------------------------------------------------------

    def _value(self, name, text, texts, known):
        """(value, sentence on what is wrong or nothing)."""
        field = self.env["res.partner"]._fields[name]
        value = None
        if name == "state_id":
            value = self._state(text, texts, known)
        elif field.type in ("many2one", "selection"):
            value = known[name](text)
        elif field.type == "many2many":
            texts_ = self._parts(name, text)
            value = [known[name](part) for part in texts_]
            unknown = [part for part, one in zip(texts_, value, strict=True) if not one]
            if unknown:
                return None, self._unknown(field, ", ".join(unknown))
        elif field.type == "boolean":
            value = truth(text)
        elif field.type in ("integer", "float", "monetary", "date"):
            kind = "date" if field.type == "date" else "number"
            try:
                value = make_transform(kind)(text)
                if kind == "number":
                    value = float(value) if field.type != "integer" else round(float(value))
            except ValueProblem:
                value = None
        else:
            return plaintext2html(text) if field.type == "html" else text, ""
        return (None, self._unknown(field, text)) if value is None else (value, "")

    def _state(self, text, texts, known):
        found, anywhere = known["state_id"]
        plain = self._state_name(text)
        if country := texts.get("country_id"):
            return found.get((known["country_id"](country), plain))
        own = found.get((self.company_id.country_id.id, plain))
        return own or (next(iter(anywhere[plain])) if len(anywhere.get(plain, ())) == 1 else None)

    def _complete_place(self, vals, known):
        """The country of a state is told by it."""
        if vals.get("state_id") and not vals.get("country_id"):
            state = self.env["res.country.state"].sudo().browse(vals["state_id"])
            vals["country_id"] = state.country_id.id

    def _unknown(self, field, text):
        label = field._description_string(self.env)
        if field.type in ("many2one", "many2many", "selection"):
            return self.env._("%(field)s: “%(text)s” is not known.", field=label, text=text)
        return self.env._("%(field)s: “%(text)s” can't be read.", field=label, text=text)

    def _mapping_sentence(self, problem):
        """What is wrong with a value of a row, in the user's language."""
        label = problem.column or problem.field
        if problem.code == "missing":
            return self.env._("%s is missing.", label)
        return self.env._("%(field)s: “%(text)s” can't be read.", field=label, text=problem.value)
