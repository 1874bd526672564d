from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.report.period import PERIODS, PeriodError, bounds

DEFAULT_PERIOD = "last_365"
LOST_MONTHS = (3, 6, 12, 24)


@dataclass(frozen=True)
class Filters:
    """What the user has chosen, checked."""

    period: str
    first: date
    last: date
    today: date
    lost_months: int
    source: str | None  # order, invoice, or none of them is readable
    company_id: int | None = None  # None: all that are active
    dimension_id: int | None = None


class CustomerDashboard(models.AbstractModel):
    """The figures of the screen *Overview* of reporting: of what its user may read, no more."""

    _name = "customer.dashboard"
    _description = "Customer Dashboard"

    @api.model
    def get_data(self, **chosen) -> dict:
        """All figures, each with what opens its records: a ``model`` and a ``domain``, or
        ``customers``, the arguments of :meth:`get_customers`.

        :param chosen: see :meth:`_filters`; what is left out has its default
        :return: ``sales`` is False where the user may read neither orders nor invoices
        :raise AccessError: the user has no role of this addon
        :raise UserError: a choice that is none
        """
        filters = self._filters(**chosen)
        sales = filters.source and self._sales(filters)
        return {
            "filters": self._applied(filters),
            "choices": self._choices(),
            "customers": self._customer_figures(filters),
            "follow_up": self._follow_up(filters),
            "sales": sales or False,
        }

    @api.model
    def get_customers(self, figure: str, place=None, **chosen) -> list[int]:
        """The customers behind a figure that no domain can describe.

        :param figure: ``bought``, ``new``, ``lost``, ``class`` or ``top``
        :param place: the month of new and lost ones (first day, ISO), the name of a class, or the
            per cent of the customers
        :raise AccessError, UserError: as :meth:`get_data`
        """
        filters = self._filters(**chosen)
        if not filters.source:
            return []
        if figure in ("new", "lost"):
            return self._moved_customers(filters, figure, place)
        return self._buying_customers(filters, figure, place)

    # -- what was chosen -------------------------------------------------------------------

    @api.model
    def _filters(
        self,
        period=DEFAULT_PERIOD,
        date_from=None,
        date_to=None,
        source=None,
        company_id=None,
        dimension_id=None,
        lost_months=12,
    ) -> Filters:
        """
        :param period: one of the names of ``engine.report.period``
        :param date_from, date_to: days (ISO) of the period ``dates``
        :param source: ``order`` or ``invoice``
        :param company_id: one of the active companies only
        :param dimension_id: what customers are counted by
        :param lost_months: so long without an order, and a customer counts as lost
        """
        if not self.env.user.has_group("customer_master.group_viewer"):
            raise AccessError(self.env._("Figures of customers are for users of Customer Master."))
        sources = self._sources()
        dimensions = self._dimensions()
        if (
            period not in PERIODS
            or lost_months not in LOST_MONTHS
            or (source and source not in ("order", "invoice"))
            or (company_id and company_id not in self.env.companies.ids)
        ):
            raise UserError(self.env._("This choice does not exist. Load the page again."))
        today = fields.Date.context_today(self)
        first, last = self._days(period, today, date_from, date_to)
        dimension = (
            dimensions.filtered(lambda d: d.id == dimension_id)
            or dimensions.filtered(lambda d: d.code == "type")
            or dimensions
        )
        return Filters(
            period,
            first,
            last,
            today,
            lost_months,
            source if source in sources else next(iter(sources), None),
            company_id or None,
            dimension[:1].id or None,
        )

    def _days(self, period, today, date_from, date_to) -> tuple[date, date]:
        try:
            first, last = (fields.Date.to_date(day or None) for day in (date_from, date_to))
            first, last = bounds(period, today, first, last)
        except PeriodError as error:
            messages = {
                "order": self.env._("The period ends before it begins."),
                "years": self.env._("The period is outside of all calendars."),
            }
            raise UserError(messages[error.code]) from error
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This is no date.")) from error
        last = last or max(today, first or today)
        return first or last - timedelta(days=364), last

    @api.model
    def _sources(self) -> list[str]:
        """What the user may read of what customers bought."""
        if not self.env["customer.sale.analysis"].has_access("read"):
            return []
        models_by_source = {"order": "sale.order", "invoice": "account.move"}
        return [s for s, model in models_by_source.items() if self.env[model].has_access("read")]

    def _applied(self, filters):
        return {
            "period": filters.period,
            "date_from": fields.Date.to_string(filters.first),
            "date_to": fields.Date.to_string(filters.last),
            "source": filters.source,
            "company_id": filters.company_id,
            "dimension_id": filters.dimension_id,
            "lost_months": filters.lost_months,
        }

    def _choices(self):
        companies = self.env.companies
        return {
            "sources": self._sources(),
            "companies": [(c.id, c.name) for c in companies] if len(companies) > 1 else [],
            "dimensions": [(d.id, d.name) for d in self._dimensions()],
            "lost_months": LOST_MONTHS,
        }

    # -- for the other parts ---------------------------------------------------------------

    def _moment(self, day: date) -> datetime:
        """When a day begins where the user is, as it is stored."""
        zone = ZoneInfo(self.env.tz.zone)
        return datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)

    def _of_company(self, filters, shared=False) -> Domain:
        """Records of the chosen company; ``shared``: and those of no company."""
        if not filters.company_id:
            return Domain.TRUE
        companies = [filters.company_id, False] if shared else [filters.company_id]
        return Domain("company_id", "in", companies)

    @api.model
    def _figure(self, label, value, model, domain, **more) -> dict:
        """A figure and where its records are."""
        return {"label": label, "value": value, "model": model, "domain": list(domain), **more}
