#!/usr/bin/env python3
"""The page of the manual that shows who may do what: made from ``engine/access/policy.py``.

``docs/access_table.py`` writes ``docs/manual/<lang>/access.md``; a test compares them.
"""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# by its file, since the folder of the addon may have any name here
_spec = importlib.util.spec_from_file_location(
    "access_policy", ROOT / "engine" / "access" / "policy.py"
)
policy = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(policy)

TEXTS = {
    "en": {
        "roles": ("no role", "Viewer", "Sales", "Finance", "Data Steward", "Administrator"),
        "all": "all",
        "mine": "own and unassigned",
        "unassigned": "unassigned",
        "none": "–",
        "what": "What",
        "actions": {
            "read": "see, search, group",
            "create": "add a customer",
            "write": "change a customer, its contacts and tags",
            "write_finance": "change finance fields",
            "note": "add notes, files and activities",
            "submit": "submit for approval",
            "invoice_contact": "change contacts for invoices",
            "bank": "bank accounts",
            "claim": "become its salesperson",
            "reassign": "give it another salesperson",
            "unlink": "delete",
            "export": "export to a file, as contact cards too",
            "approve": "approve, reject",
            "classify": "classify in bulk",
            "correct": "make suggested corrections",
            "merge": "merge duplicates",
            "hand_over": "hand over to other salespersons",
            "import": "import from a file",
            "restore": "restore from a snapshot",
            "link": "link documents and contacts to customers",
        },
    },
    "zh_CN": {
        "roles": ("无角色", "查看者", "销售", "财务", "数据专员", "管理员"),
        "all": "全部",
        "mine": "自己的和未分配的",
        "unassigned": "未分配的",
        "none": "–",
        "what": "操作",
        "actions": {
            "read": "查看、搜索、分组",
            "create": "新建客户",
            "write": "修改客户及其联系人和标签",
            "write_finance": "修改财务字段",
            "note": "添加备注、附件和活动",
            "submit": "提交审批",
            "invoice_contact": "修改开票联系人",
            "bank": "银行账户",
            "claim": "认领客户（成为其销售员）",
            "reassign": "更换销售员",
            "unlink": "删除",
            "export": "导出为文件（包括电子名片）",
            "approve": "审批、驳回",
            "classify": "批量分类",
            "correct": "采纳纠错建议",
            "merge": "合并重复客户",
            "hand_over": "移交给其他销售员",
            "import": "从文件导入",
            "restore": "从快照恢复",
            "link": "将单据和联系人关联到客户",
        },
    },
}
BEGIN, END = "<!-- matrix -->", "<!-- /matrix -->"


def table(language: str) -> str:
    """The matrix as a Markdown table."""
    texts = TEXTS[language]

    def cell(action, role):
        relations = policy.reach([role], action)
        if relations == frozenset(policy.RELATIONS):
            return texts["all"]
        if relations == policy.MINE:
            return texts["mine"]
        return texts["unassigned"] if relations else texts["none"]

    rows = [f"| {texts['what']} | " + " | ".join(texts["roles"]) + " |", "|---" * 7 + "|"]
    for action in policy.ACTIONS:
        cells = " | ".join(cell(action, role) for role in policy.ROLES)
        rows.append(f"| {texts['actions'][action]} | {cells} |")
    return "\n".join(rows)


def renewed(language: str) -> str:
    """The page with its table as it should be."""
    text = page(language).read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table(language)}\n\n{END}{rest.partition(END)[2]}"


def page(language: str) -> Path:
    return ROOT / "docs" / "manual" / language / "access.md"


if __name__ == "__main__":
    for lang in TEXTS:
        page(lang).write_text(renewed(lang), encoding="utf-8")
