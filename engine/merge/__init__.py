"""Which values survive when customers are merged."""

from .survivorship import STRATEGIES, Kept, Member, Rule, survive

__all__ = ["STRATEGIES", "Kept", "Member", "Rule", "survive"]
