"""Run in Odoo's shell after set_stage.py, on the database from which Chinese pictures are taken: a
Chinese company, whose users and whose own words are Chinese."""
# ruff: noqa: F821 (env comes from the shell)

COMPANY = "示例公司"
USERS = {
    "Mitchell Admin": "李文博",
    "Marc Demo": "孟明",
    "Claire Fontenoy": "方可心",
    "Emma Whitcombe": "韩雨桐",
    "Julien Marchetti": "马俊霖",
    "Sarah Lindqvist": "沈若兰",
    "Web Shop": "网上商城",
}
PHOTOS = ("Mitchell Admin", "Marc Demo")
SUMMARIES = {
    "Ask for the tax certificate": "索取税务登记证明",
    "Yearly review": "年度回顾",
    "Send data sheets": "发送技术资料",
    "Ask about the next quarter": "询问下季度计划",
    "Visit the new production line": "参观新生产线",
    "Complete the address": "补全地址",
    "Send the new price list": "发送新价目表",
    "Call back about the quotation": "就报价回电",
    "Prepare a framework contract": "准备框架协议",
    "Check delivery date": "确认交货日期",
    "Stay in touch": "保持联系",
}
NOTES = {
    "Delivery date confirmed, all is well.": "已确认交货日期，一切顺利。",
    "Payment is promised for this week.": "客户答应本周付款。",
    "Plant runs fine, may grow next quarter.": "设备运行正常，下季度可能扩产。",
    "Showed the new gateway to purchasing.": "向采购部介绍了新款网关。",
    "Talked about prices of the framework contract.": "讨论了框架协议的价格。",
    "Wants to see a sample next month.": "客户希望下个月看样品。",
}
# model: {English name: Chinese one}
NAMES = {
    "res.partner.category": {
        "Met at Trade Fair": "展会结识",
        "Newsletter": "订阅简报",
        "Framework Contract": "框架协议",
        "Export": "出口",
        "Prefers WeChat": "常用微信",
    },
    "crm.team": {
        "China": "中国区",
        "Europe": "欧洲区",
        "Americas and Asia-Pacific": "美洲和亚太区",
    },
    "customer.segment": {
        "At risk, worth winning back": "有流失风险，值得挽回",
        "Champions and loyal buyers": "核心客户和忠实客户",
        "Companies in China with gaps": "资料不全的中国公司",
    },
    "customer.system": {"Web Shop": "网上商城", "ERP": "ERP 系统"},
    "customer.mapping": {"Web Shop": "网上商城"},
    "customer.endpoint": {"Web Shop": "网上商城", "ERP": "ERP 系统"},
    "product.category": {
        "Sensors": "传感器",
        "Controllers": "控制器",
        "Cables and Accessories": "线缆和附件",
        "Software": "软件",
        "Services": "服务",
    },
    "product.template": {
        "Pressure Sensor P10": "压力传感器 P10",
        "Temperature Probe T25": "温度探头 T25",
        "Flow Meter F40": "流量计 F40",
        "Vibration Sensor V08": "振动传感器 V08",
        "Level Radar L60": "雷达液位计 L60",
        "Compact Controller C100": "紧凑型控制器 C100",
        "Modular Controller C300": "模块化控制器 C300",
        "Operator Panel 7 Inch": "7 英寸操作面板",
        "I/O Module, 8 Channels": "8 通道 I/O 模块",
        "Edge Gateway G2": "边缘网关 G2",
        "Sensor Cable M12, 5 m": "M12 传感器线缆 5 米",
        "Industrial Ethernet Cable, 10 m": "工业以太网线 10 米",
        "Connector Set IP67": "IP67 连接器套件",
        "Control Cabinet 600 x 800": "控制柜 600 x 800",
        "Monitoring Software, Licence for a Year": "监控软件（年度许可）",
        "Data Historian, Licence for a Year": "历史数据库（年度许可）",
        "Operator App, Licence for a Year": "操作员应用（年度许可）",
        "Commissioning, Day": "调试服务（天）",
        "Calibration, Piece": "校准服务（件）",
        "Operator Training, Day": "操作培训（天）",
        "Maintenance Contract, Quarter": "维护合同（季度）",
    },
}


def rename(model, names, field="name"):
    Model = env[model].with_context(active_test=False, tracking_disable=True)
    for english, chinese in names.items():
        found = Model.with_context(lang="en_US").search([(field, "=", english)])
        found.with_context(lang="zh_CN").write({field: chinese})


def run(sql, *values):
    env.flush_all()
    env.cr.execute(sql, values)
    env.invalidate_all()


for model, names in NAMES.items():
    rename(model, names)
rename("mail.activity", SUMMARIES, "summary")
rename("customer.interaction", NOTES, "note")
for english, chinese in USERS.items():
    users = env["res.users"].with_context(active_test=False).search([("name", "=", english)])
    for partner in users.partner_id:
        partner.name = chinese
        if english not in PHOTOS:
            partner.image_1920 = partner._avatar_generate_svg()
env["res.lang"].search([("code", "=", "zh_CN")]).name = "简体中文"

company = env.ref("base.main_company")
company.partner_id.write(
    {
        "name": COMPANY,
        "street": "示例路 8 号",
        "city": "上海市",
        "zip": "200000",
        "state_id": env.ref("base.state_cn_SH").id,
        "country_id": env.ref("base.cn").id,
        "phone": "+86 21 5555 0100",
    }
)
# the dollars of all documents become yuan: what is posted keeps its currency otherwise
usd, cny = env.ref("base.USD"), env.ref("base.CNY")
keys = ("name", "symbol", "position")
first, second = ({key: one[key] for key in keys} for one in (usd, cny))
run("UPDATE res_currency SET name = '-' WHERE id = %s", usd.id)
for one, values in ((cny, first), (usd, second)):
    run(
        "UPDATE res_currency SET name = %s, symbol = %s, position = %s WHERE id = %s",
        *(values[key] for key in keys),
        one.id,
    )
run("UPDATE res_currency SET active = true WHERE id = %s", usd.id)
env.registry.clear_all_caches()

run(
    """UPDATE res_partner SET lang = 'zh_CN'
        WHERE country_id = (SELECT id FROM res_country WHERE code = 'CN')"""
)
env["res.users"].search([]).write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
# what was received has a name in the language of the database
for operation in env["customer.operation"].search([("kind", "=", "receive")]):
    day = operation.create_date.date()
    operation.name = f"{day} 从 网上商城 接收"
run("DELETE FROM mail_message WHERE model LIKE 'customer.%%'")
env.cr.commit()
