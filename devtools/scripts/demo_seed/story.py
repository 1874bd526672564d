"""What salespersons have to do and wrote down."""

import random

from .source import load

TODO = {
    "call": ["Ask about the next quarter", "Call back about the quotation", "Check delivery date"],
    "meeting": ["Visit the new production line", "Yearly review"],
    "todo": ["Send the new price list", "Prepare a framework contract", "Complete the address"],
    "email": ["Send data sheets", "Ask for the tax certificate"],
}
NOTES = [
    "Call with the purchasing department: budget for the next half-year is approved.",
    "Prefers deliveries on Tuesdays; the gate closes at 15:00.",
    "Asked for a better price from 50 pieces on. Answer after the review.",
    "Met at the trade fair. Interested in the edge gateway.",
    "New head of maintenance since last month.",
    "Complaint about a late delivery settled by phone.",
]
CHINESE_NOTES = [
    "已与采购部沟通，下半年预算已批准。",
    "客户要求开具增值税专用发票，开票资料已核对。",
    "展会上结识，对边缘网关感兴趣，下周寄样品。",
    "客户反馈交货延迟，已电话致歉并约定新的交期。",
    "春节前需备货，提前两周确认数量。",
    "设备部负责人已更换，需重新拜访。",
]


def parts(customers):
    """The contents of the file: activities and notes."""
    rng = random.Random("story")
    chosen = [row for row in customers if row["_buys"] in "KRP" and row["user_id/id"]]
    activities = []
    for number, row in enumerate(rng.sample(chosen, 36), 1):
        kind = rng.choice(sorted(TODO))
        activities.append(
            [
                f"mail_activity_demo_{number}",
                row["id"],
                "base.model_res_partner",
                f"mail.mail_activity_data_{kind}",
                rng.choice(TODO[kind]),
                row["user_id/id"],
                rng.choice((-9, -4, -1, 0, 0, 1, 2, 3, 5, 8, 13, 20)),
            ]
        )
    columns = "id res_id res_model_id/id activity_type_id/id summary user_id/id date_deadline"
    yield load(
        "mail.activity",
        columns.split(),
        activities,
        "[row[0], str(ref(row[1]))] + row[2:-1] "
        "+ [(DateTime.today() + timedelta(days=row[-1])).strftime('%Y-%m-%d')]",
    )
    notes = []
    for number, row in enumerate(rng.sample(chosen, 44), 1):
        texts = CHINESE_NOTES if row["_place"].country == "cn" else NOTES
        author = row["user_id/id"] + "_res_partner"
        day = rng.randint(1, min(300, row["_age"]))
        notes.append([f"mail_message_demo_{number}", row["id"], author, rng.choice(texts), day])
    columns = "id res_id author_id/id body date model message_type subtype_id/id"
    yield load(
        "mail.message",
        columns.split(),
        notes,
        "[row[0], str(ref(row[1])), row[2], '<p>%s</p>' % row[3], "
        "(DateTime.today() - timedelta(days=row[4], hours=-3)).strftime('%Y-%m-%d %H:%M:%S'), "
        "'res.partner', 'comment', 'mail.mt_note']",
    )
