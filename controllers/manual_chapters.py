"""Which chapter of the manual tells of which screen."""

# A chapter for everything that an action shows: its own XML id where it has a chapter to itself,
# else the model or the tag of a client action.
CHAPTERS = {
    "access": ("customer.access.preview", "customer.field.guard"),
    "analysis": ("customer.sale.analysis",),
    "approval": (
        "customer_approval_action",
        "customer.approval.rejection",
        "customer.handover.wizard",
        "customer.ownership",
    ),
    "audit": ("customer.audit",),
    "backup": (
        "customer.cleanup",
        "customer.cleanup.run",
        "customer.snapshot",
        "customer.snapshot.comparison",
        "customer.snapshot.difference",
        "customer.snapshot.plan",
    ),
    "classification": (
        "customer_analysis_action",
        "customer.assignment.wizard",
        "customer.category",
        "customer.dimension",
        "customer.mass.classification",
        "res.partner.industry",
    ),
    "correction": (
        "customer_quality_issue_action_suggestions",
        "customer.correction.place",
        "customer.correction.rule",
        "customer.correction.trial",
        "customer.reference.file",
    ),
    "dashboard": ("customer_dashboard",),
    "duplicates": (
        "customer.match.field",
        "customer.match.pair",
        "customer.match.rule",
        "customer.match.scan",
        "customer.match.training",
        "customer.match.trial",
    ),
    "entry": ("customer_entry_action",),
    "followup": (
        "customer_followup_action_my_day",
        "customer_followup_action_overdue",
        "customer.care.date",
        "customer.care.rule",
        "customer.followup.plan",
        "customer.followup.snooze",
        "customer.interaction",
        "customer.interaction.log",
    ),
    "import": ("customer_mapping_action", "customer.import", "customer.import.row"),
    "linking": (
        "customer.consistency.issue",
        "customer.link.rule",
        "customer.link.run",
        "customer.link.suggestion",
        "customer.link.trial",
    ),
    "mapping": ("customer.mapping", "customer.mapping.upload"),
    "merging": (
        "base.partner.merge.automatic.wizard",
        "customer.merge.wizard",
        "customer.operation",
        "customer.operation.line",
        "customer.survivorship.rule",
    ),
    "profile": ("customer_profile",),
    "quality": (
        "customer_quality_dashboard",
        "customer.quality.issue",
        "customer.quality.rule",
        "customer.quality.run",
    ),
    "reports": (
        "customer.report.import",
        "customer.report.run",
        "customer.report.schedule",
        "customer.report.template",
    ),
    "review": ("customer_review",),
    "search": ("res.partner",),
    "settings-roles": ("customer.setup.step", "res.config.settings"),
    "sync": (
        "customer_sync_dashboard",
        "customer.endpoint",
        "customer.outbox",
        "customer.secret.reveal",
        "customer.sync.wizard",
    ),
    "sync-receiving": ("customer.inbound.record", "customer.system"),
    "tags-priority": ("res.partner.category",),
    "value": (
        "customer_stage_dashboard",
        "customer.nightly",
        "customer.segment",
        "customer.segment.count",
        "customer.stage.move",
        "customer.stage.rule",
        "customer.value",
    ),
}
_CHAPTER_OF = {screen: chapter for chapter, screens in CHAPTERS.items() for screen in screens}


def chapter_of(*screens: str) -> str:
    """The chapter of the first of these names of a screen that has one, else the first page.

    :param screens: XML id of an action, with or without the addon; model; tag of a client action
    """
    for screen in screens:
        chapter = _CHAPTER_OF.get(screen.removeprefix("customer_master."))
        if chapter:
            return chapter
    return "index"
