from collections import defaultdict
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.tools import SQL, html2plaintext

from ..engine.linking import Candidate, Decision, decide, forms, judge, likeness, record_of
from ..engine.matching.keys import blocking_keys, key_kind
from ..engine.matching.record import COMPANY, PERSON
from ..engine.matching.values import match_values

CAP = 40  # customers with the same value: it tells nothing any more
# kinds of which customers have keys, and the names of these
KEYED = {"tax_id": "tax", "phone": "phone", "email_domain": "domain", "name": "name",
         "street": "street"}  # fmt: skip


@dataclass
class Asked:
    """A record and its texts, one list for each line of the rule."""

    record: models.BaseModel
    texts: list[list[str]]
    by_kind: dict[str, list[str]]
    country: str
    company: int | None  # 0: of all companies, None: the record has none at all


class CustomerLink(models.AbstractModel):
    """Finds the customers of records: in a fixed number of queries, however many there are."""

    _name = "customer.link"
    _inherit = "customer.operation.values"
    _description = "Linking of Records to Customers"

    @api.model
    def _find(self, rule, records) -> list[tuple[Asked, Decision]]:
        """The customers of ``records``, as the user may see both.

        :param rule: a ``customer.link.rule`` that can be used
        """
        lines = rule._engine_lines()
        asked = self._asked(rule, lines, records)
        found = self._candidates(rule, lines, asked)
        settled = rule.sudo()
        certain, suggest = settled.certain, settled.suggest
        return [
            (
                one,
                decide(
                    [judge(lines, one.texts, c, one.country) for c in candidates],
                    certain,
                    suggest,
                ),
            )
            for one, candidates in zip(asked, found, strict=True)
        ]

    # -- values of records -----------------------------------------------------------------

    def _asked(self, rule, lines, records):
        paths = [line.path for line in rule.sudo().line_ids]
        home = self.env["customer.match.key"]._country_codes().get(self.env.company.country_id.id)
        asked = []
        for record in records:
            texts = [self._texts(record, path) for path in paths]
            by_kind = defaultdict(list)
            for line, own in zip(lines, texts, strict=True):
                by_kind[line.kind] += own
            country = next(iter(by_kind.get("country", ())), "") or home or ""
            company = record.company_id.id or 0 if "company_id" in record._fields else None
            asked.append(Asked(record, texts, by_kind, country.upper(), company))
        return asked

    def _texts(self, record, path):
        """The texts that a dotted path leads to from one record."""
        *parts, last = path.split(".")
        for name in parts:
            record = record[name]
        field = record._fields[last]
        values = [one[last] for one in record]
        if field.relational:
            return [one.display_name for value in values for one in value if one.display_name]
        if field.type == "html":
            values = [value and html2plaintext(value) for value in values]
        return [str(value).strip() for value in values if value]

    # -- candidates ------------------------------------------------------------------------

    def _candidates(self, rule, lines, asked) -> list[list[Candidate]]:
        found: list[dict[int, Candidate]] = [{} for _one in asked]
        kinds = {line.kind for line in lines if line.logic != "similar"}
        self._by_keys(kinds, asked, found)
        if kinds & {"email", "email_domain"}:
            self._by_mail(kinds, asked, found)
        if "ref" in kinds:
            self._by_reference(asked, found)
        if "external_id" in kinds:
            self._by_external_id(rule, lines, asked, found)
        if any(line.logic == "similar" for line in lines):
            self._by_likeness(lines, asked, found)
        return self._completed(rule, asked, found, kinds)

    def _by_keys(self, kinds, asked, found):
        """Customers with the same value of a kind that there are keys of."""
        wanted = {KEYED[kind]: kind for kind in kinds if kind in KEYED}
        keys = [self._keys(one, wanted) for one in asked]
        Key = self.env["customer.match.key"]
        for number, customer, _company, _packed in Key._neighbours(keys, CAP):
            found[number].setdefault(customer, Candidate(customer, customer))

    def _keys(self, one, wanted):
        keys = set()
        texts = {kind: own for kind, own in one.by_kind.items() if kind in wanted.values()}
        if "email_domain" in texts:
            # the record is compared by the domain alone, not by the mailbox
            domains = forms("email_domain", one.by_kind["email_domain"])
            texts["email_domain"] = [f"info@{domain}" for domain in domains]
        if not any(texts.values()):
            return []
        record = replace(record_of(texts), country=one.country)
        for kind in (COMPANY, PERSON):
            values = match_values(replace(record, kind=kind))
            keys.update(k for k in blocking_keys(values) if key_kind(k) in wanted)
        return sorted(keys)

    def _by_mail(self, kinds, asked, found):
        """Customers and their contact persons by mailbox and by its domain."""
        self.env["res.partner"].flush_model(["email_normalized", "commercial_partner_id"])
        mails, hosts = defaultdict(set), defaultdict(set)
        for number, one in enumerate(asked):
            for mail in forms("email", one.by_kind.get("email", ())) if "email" in kinds else ():
                mails[mail].add(number)
            if "email_domain" in kinds:
                own = one.by_kind.get("email_domain", ())
                for domain in forms("email_domain", own):
                    hosts[domain].add(number)
                    for mail in forms("email", own):
                        hosts[mail.partition("@")[2]].add(number)
        rows, sharing = self._mailboxes(list(mails), list(hosts)), defaultdict(set)
        for text, _partner, customer in rows:
            sharing[text].add(customer)
        for text, partner, customer in rows:
            if len(sharing[text]) > CAP:
                continue
            for number in (mails if "@" in text else hosts)[text]:
                record = asked[number].record
                if record._name == "res.partner" and record.id == partner:
                    continue
                known = found[number].get(partner) or Candidate(partner, customer)
                kind, form = ("email", text) if "@" in text else ("email_domain", None)
                values = {form} if form else forms("email_domain", asked[number].by_kind[kind])
                found[number][partner] = replace(
                    known,
                    customer=customer,
                    forms={**known.forms, kind: known.forms.get(kind, frozenset()) | values},
                )

    def _mailboxes(self, mails, hosts):
        """(mailbox or host, contact, customer), some more than ``CAP`` customers at most."""
        return self.env.execute_query(
            SQL(
                """
                SELECT wanted.mail, near.id, near.commercial_partner_id
                  FROM unnest(%(mails)s::text[]) AS wanted(mail)
                 CROSS JOIN LATERAL (
                       SELECT id, commercial_partner_id FROM res_partner
                        WHERE split_part(email_normalized, '@', 2) = split_part(mail, '@', 2)
                          AND email_normalized = mail AND active
                        LIMIT %(rows)s) near
                 UNION ALL
                SELECT wanted.host, few.ids[1], few.customer
                  FROM unnest(%(hosts)s::text[]) AS wanted(host)
                 CROSS JOIN LATERAL (
                       SELECT near.customer, array_agg(near.id ORDER BY near.id) AS ids,
                              count(*) OVER () AS customers
                         FROM (SELECT id, commercial_partner_id AS customer FROM res_partner
                                WHERE split_part(email_normalized, '@', 2) = wanted.host
                                  AND email_normalized IS NOT NULL AND active
                                LIMIT %(rows)s) near
                     GROUP BY near.customer
                       ) few
                 WHERE few.customers <= %(cap)s
                """,
                mails=mails,
                hosts=hosts,
                rows=10 * CAP,
                cap=CAP,
            )
        )

    def _by_reference(self, asked, found):
        texts = {t for one in asked for t in one.by_kind.get("ref", ())}
        if not texts:
            return
        self.env["res.partner"].flush_model(["ref"])
        known = defaultdict(list)
        for ref, partner, customer in self.env.execute_query(
            SQL(
                """SELECT ref, id, commercial_partner_id FROM res_partner
                    WHERE ref = ANY(%s) AND active""",
                list(texts),
            )
        ):
            known[ref].append((partner, customer))
        for number, one in enumerate(asked):
            for text in one.by_kind.get("ref", ()):
                own = known.get(text, ())
                for partner, customer in own if len(own) <= CAP else ():
                    found[number].setdefault(partner, Candidate(partner, customer))

    def _by_external_id(self, rule, lines, asked, found):
        wanted = defaultdict(set)
        for number, one in enumerate(asked):
            for line, own in zip(lines, one.texts, strict=True):
                if line.kind == "external_id":
                    for text in own:
                        wanted[line.scope + text].add(number)
        domain = [("external_id", "in", list({form.partition(":")[2] for form in wanted}))]
        for customer, forms_ in self._ids_there(rule, domain).items():
            for form in forms_ & wanted.keys():
                for number in wanted[form]:
                    found[number].setdefault(customer, Candidate(customer, customer))

    def _ids_there(self, rule, domain) -> dict[int, set[str]]:
        """IDs that customers have in the systems of the rule, in the form of
        :meth:`customer.link.rule.line._scope`, by customer."""
        known = defaultdict(set)
        systems = rule.sudo().line_ids.system_id
        for external in self.env["customer.external.id"].search_fetch(
            [("system_id", "in", systems.ids), *domain], ["system_id", "external_id", "partner_id"]
        ):
            form = f"{external.system_id.id}:{external.external_id}"
            known[external.partner_id.id].add(form)
        return known

    def _by_likeness(self, lines, asked, found):
        """Customers that the matching engine takes for the one whom the record tells of."""
        rules = self.env["customer.match.rule"]._entry_rules()
        if not rules:
            return
        records = []
        for one in asked:
            texts = defaultdict(list)
            for line, own in zip(lines, one.texts, strict=True):
                if line.logic == "similar":
                    texts[line.kind] += own
            record = replace(record_of(texts), country=one.country)
            person = one.record._name == "res.partner" and not one.record.is_company
            kind = PERSON if person else COMPANY
            records.append(replace(record, kind=kind))
        told = [number for number, record in enumerate(records) if record.name]
        Key = self.env["customer.match.key"]
        matches = Key._lookup(
            [records[n] for n in told], rules[0], [asked[n].company or 0 for n in told]
        )
        for number, own in zip(told, matches, strict=True):
            for match in own:
                known = found[number].get(match.id) or Candidate(match.id, match.id)
                found[number][match.id] = replace(known, like=likeness(match.score))


class ResPartner(models.Model):
    _inherit = "res.partner"

    # contacts by mailbox, and by the domain alone; core has no index for either
    _customer_mailbox_idx = models.Index(
        "((split_part(email_normalized, '@', 2)), email_normalized)"
        " WHERE email_normalized IS NOT NULL"
    )
