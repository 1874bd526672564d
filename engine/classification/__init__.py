from .assignment import NO_CHANGE, Change, Target, plan_change

__all__ = ["NO_CHANGE", "Change", "Target", "plan_change"]
