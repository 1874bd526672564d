"""Made-up customers in any number, the same ones at every run: the data of the benchmarks.

About 40 % are Chinese companies; the others are western companies and persons of both. Phones
and e-mails are written in the many ways of real lists. No name is one of a real customer.
"""

import random
from collections.abc import Iterator

CITIES = [
    pair.split("/")
    for pair in (
        "广东省/深圳 广东省/广州 广东省/东莞 江苏省/苏州 江苏省/南京 浙江省/杭州 浙江省/宁波 "
        "上海市/上海 北京市/北京 天津市/天津 山东省/青岛 福建省/厦门 湖北省/武汉 湖南省/长沙 "
        "四川省/成都 重庆市/重庆 陕西省/西安 辽宁省/大连 河南省/郑州 安徽省/合肥"
    ).split()
]
CHARS = (
    "鑫龙华瑞盛达宏远安泰恒信诚佳美凯旋金利百通德兴隆源丰顺康宁新创力博天宇星海洋蓝"
    "光明辉煌腾飞锐科智慧云联众合同和嘉禾卓越精英杰豪伟业正方圆润泽景程志高峰岭松柏"
)
TRADES = (
    "科技 实业 贸易 电子 机械 化工 食品 服装 建材 物流 信息技术 医疗器械 新能源 环保设备 包装材料 "
    "精密制造 进出口 文化传播 教育咨询 农业发展"
).split()
FORMS = ["有限公司"] * 7 + ["股份有限公司", "有限责任公司", "集团有限公司"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
SYLLABLES = (
    "bal cor den fal gar hol jun kel lor mar nor pel qui ras sol tur van wex yor zan bri cla dro "
    "fen gli kra lum mir nov pru sta tri vel wol tes ard eck ing ost und"
).split()
WESTERN_TRADES = (
    "Trading Systems Foods Logistics Engineering Textiles Medical Energy Packaging Consulting "
    "Machinery Electronics Chemicals Furniture Printing"
).split()
FIRST = (
    "Anna Peter Maria Thomas Julia Martin Laura Paul Emma Lucas Sofia David Elena Robert Nina "
    "Hugo Clara Simon Alice Victor"
).split()
# country, its states, legal forms, how a phone is written (# is a digit)
WEST = [
    ("DE", (), ("GmbH", "AG", "GmbH & Co. KG"), ("+49 89 ########", "089/#######", "0171-#######")),
    ("US", ("CA", "NY", "TX", "WA", "IL"), ("Inc.", "LLC"), ("(415) 555-####", "+1 206 555 ####")),
    ("GB", (), ("Ltd", "PLC"), ("+44 20 7946 ####", "020 7946 ####")),
    ("FR", (), ("SARL", "S.A."), ("+33 1 42 ## ## ##", "01.42.##.##.##")),
    ("ES", (), ("S.L.", "S.A."), ("+34 91 ### ## ##", "91#######")),
    ("NL", (), ("B.V.",), ("+31 20 ### ####", "020-#######")),
]  # fmt: skip
CHINESE_PHONES = (
    "138 #### ####",
    "+86 139########",
    "0755-8#######",
    "(010) 6#######",
    "1861#######",
)


def customers(count: int, seed: int = 1) -> Iterator[dict]:
    """Customers as plain values: name, is_company, country and state as codes or names, ...

    Keys are those of ``res.partner``, but ``country`` (ISO code) and ``state`` (name in China,
    code elsewhere, empty where the country has none).
    """
    rng = random.Random(seed)
    for number in range(count):
        kind = rng.random()
        row = _chinese(rng, kind < 0.4) if kind < 0.5 else _western(rng, kind < 0.8)
        mail = f"{row.pop('mail')}{number}@example-{seed}.com"
        row["email"] = mail if rng.random() < 0.8 else mail.upper()
        row["ref"] = f"K{seed}{number:06d}"
        row["zip"] = f"{rng.randrange(10**5):05d}"
        yield row


def _digits(rng: random.Random, mask: str) -> str:
    return "".join(rng.choice("0123456789") if char == "#" else char for char in mask)


def _chinese(rng: random.Random, company: bool) -> dict:
    state, city = rng.choice(CITIES)
    brand = "".join(rng.choices(CHARS, k=rng.choice((2, 2, 3))))
    if company:
        name = city + brand + rng.choice(TRADES) + rng.choice(FORMS)
    else:
        name = rng.choice(SURNAMES) + "".join(rng.choices(CHARS, k=rng.choice((1, 2))))
    return {
        "name": name,
        "is_company": company,
        "country": "CN",
        "state": state,
        "city": city,
        "street": f"{brand}路{rng.randrange(1, 2000)}号",
        "phone": _digits(rng, rng.choice(CHINESE_PHONES)),
        "mail": "info",
    }


def _western(rng: random.Random, company: bool) -> dict:
    country, states, forms, phones = rng.choice(WEST)
    brand = "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3)))).title()
    if company:
        name = f"{brand} {rng.choice(WESTERN_TRADES)} {rng.choice(forms)}"
    else:
        name = f"{rng.choice(FIRST)} {brand}"
    return {
        "name": name,
        "is_company": company,
        "country": country,
        "state": rng.choice(states) if states else "",
        "city": "".join(rng.choices(SYLLABLES, k=2)).title(),
        "street": f"{rng.randrange(1, 300)} {brand} Street",
        "phone": _digits(rng, rng.choice(phones)),
        "mail": brand.lower(),
    }
