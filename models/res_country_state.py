from odoo import api, models
from odoo.fields import Domain

from ..engine.normalize import has_cjk

# What a Chinese province's name ends with, the longest first; people leave it out or mix it up
# (广西 and 广西省 for 广西壮族自治区).
SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


class ResCountryState(models.Model):
    _inherit = "res.country.state"

    @api.model
    def _search_display_name(self, operator, value):
        """Find a Chinese province by its short name too, in imports and in drop-downs."""
        domain = super()._search_display_name(operator, value)
        names = [value] if isinstance(value, str) else value
        if operator not in ("=", "in", "ilike") or not all(isinstance(n, str) for n in names):
            return domain
        for name in filter(has_cjk, names):
            stem = name.strip()
            for suffix in SUFFIXES:
                if len(stem) - len(suffix) >= 2 and stem.endswith(suffix):
                    stem = stem.removesuffix(suffix)
                    break
            if len(stem) >= 2 and not set(stem) & set("%_\\"):
                domain |= Domain("country_id.code", "=", "CN") & Domain("name", "=like", f"{stem}%")
        return domain
