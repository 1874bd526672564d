"""Words of which made-up customers are made."""

import csv
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_NORMALIZE = Path(__file__).resolve().parent.parent.parent / "engine" / "normalize"

FREE_MAIL = ["gmail.com", "outlook.com", "yahoo.com", "hotmail.com"]
FREE_MAIL_CHINESE = ["qq.com", "163.com", "126.com", "sina.com"]
CHINESE_SURNAMES = list(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
CHINESE_GIVEN = list(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志红玉梅海鑫龙瑞盛达宏远安泰恒信诚佳美凯旋利百通德兴隆源丰顺康宁新创力博"
    "天宇星光辉煌腾飞锐科智慧云联众合同和嘉禾卓越精豪业正圆润泽景高峰岭松柏晨欣怡雪婷浩然子轩思琪俊雅琴玲斌波彬鹏翔昊东南西北春夏秋冬"
)
CHINESE_TRADES = (
    "科技 贸易 电子 机械 化工 食品 服装 建材 物流 信息技术 医疗器械 新能源 环保科技 包装材料 "
    "精密制造 进出口 文化传播 教育咨询 农业发展 餐饮管理 "
    "装饰工程 商贸 实业 生物科技 汽车配件 旅游 广告 印刷 家具 玩具 塑胶制品 五金 纺织 软件 投资管理"
).split()
CHINESE_FORMS = ["有限公司"] * 8 + [
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "厂",
    "经营部",
    "商行",
]
CHINESE_ROADS = (
    "人民路 解放路 中山路 建设路 和平路 新华路 文化路 长江路 黄河路 南京路 "
    "北京路 光明路 工业大道 科技路 东风路 胜利路 朝阳路 迎宾大道 环城路 滨河路"
).split()
# province, city, districts, start of the postal code, area code
CHINESE_CITIES = [
    (state, city, districts.split("|"), code, area)
    for state, city, districts, code, area in (
        line.split()
        for line in """北京市 北京 朝阳区|海淀区|丰台区|大兴区 1000 010
上海市 上海 浦东新区|徐汇区|嘉定区|松江区 2000 021
广东省 深圳 南山区|福田区|宝安区|龙岗区 5180 0755
广东省 广州 天河区|越秀区|白云区|番禺区 5100 020
浙江省 杭州 西湖区|滨江区|余杭区 3100 0571
四川省 成都 武侯区|锦江区|高新区 6100 028
湖北省 武汉 江汉区|武昌区|洪山区 4300 027
江苏省 苏州 姑苏区|吴中区|昆山市 2150 0512
陕西省 西安 雁塔区|碑林区|未央区 7100 029
江苏省 南京 鼓楼区|江宁区|玄武区 2100 025
天津市 天津 南开区|和平区|河西区 3000 022
重庆市 重庆 渝中区|江北区|九龙坡区 4000 023
广东省 东莞 虎门镇|长安镇|南城街道 5230 0769
山东省 青岛 市南区|崂山区|黄岛区 2660 0532
浙江省 宁波 海曙区|鄞州区|北仑区 3150 0574
福建省 厦门 思明区|湖里区|集美区 3610 0592
湖南省 长沙 岳麓区|芙蓉区|雨花区 4100 0731
河南省 郑州 金水区|二七区|中原区 4500 0371
辽宁省 大连 中山区|甘井子区 1160 0411
安徽省 合肥 蜀山区|包河区 2300 0551
广东省 佛山 禅城区|顺德区|南海区 5280 0757
云南省 昆明 五华区|官渡区 6500 0871""".splitlines()
    )
]
SYLLABLES = (
    "bal cor den fal gar hol jun kel lor mar nor pel qui ras sol tur van wex yor zan bri "
    "cla dro fen gli kra lum mir nov pru sta tri vel wol "
    "tes ard eck ing ost und ber dal fir gon hes ica jor lin mont nel per ros san tec "
    "ulm vis wen zel ban cot dur"
).split()


@dataclass(frozen=True)
class Country:
    """How people and companies of a country are called and written; # is a digit."""

    code: str
    calling: str
    phone: str
    vat: str
    domain: str
    street: str
    numbers: int
    units: list[str]
    forms: list[str]
    cities: list[tuple[str, str]]
    streets: list[str]
    given: list[str]
    families: list[str]
    trades: list[str]
    shorter: list[tuple[str, str]]


def _cities(text: str) -> list[tuple[str, str]]:
    return [tuple(entry.split("=")) for entry in text.split("|")]


def _list(text: str) -> list[str]:
    return text.split("|") if "|" in text else text.split()


_ENGLISH_GIVEN = _list(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William "
    "Barbara Richard Susan Joseph Jessica Thomas Sarah "
    "Christopher Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Steven Emily "
    "Andrew Kimberly Paul Margaret Joshua Donna Kenneth "
    "Michelle Kevin Carol Brian Amanda George Melissa Timothy Deborah Ronald Stephanie "
    "Edward Rebecca Jason Laura Jeffrey Helen Ryan Amy"
)
_ENGLISH_FAMILIES = _list(
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore "
    "Martin Jackson Thompson White Harris Clark Lewis "
    "Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson "
    "Campbell Mitchell Roberts Carter Phillips Evans Turner Parker "
    "Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed "
    "Bailey Kelly Howard Ward Cox Richardson Wood Watson Brooks"
)
_ENGLISH_TRADES = _list(
    "Trading Systems Foods Logistics Engineering Textiles Medical Energy Packaging "
    "Consulting Machinery Electronics Chemicals Furniture "
    "Printing Design Tools Services Solutions International Marine Aviation Media"
)
COUNTRIES = [
    Country(
        "US",
        "1",
        "+1 ### ### ####",
        "##-#######",
        ".com",
        "{number} {name}",
        9999,
        [" Suite {}", ", Apt {}", " #{}"],
        _list("Inc.|LLC|Corp.|Co.|LLP"),
        _cities(
            "New York=100##|Los Angeles=900##|Chicago=606##|Houston=770##|Phoenix=850##|"
            "Dallas=752##|Boston=021##|Seattle=981##|Denver=802##"
        ),
        _list(
            "Main Street|Oak Street|Maple Avenue|Park Avenue|Elm Street|Washington Boulevard|"
            "Lake Drive|Hill Road|Pine Street|Cedar Lane|River Road|2nd Street|5th Avenue"
        ),
        _ENGLISH_GIVEN,
        _ENGLISH_FAMILIES,
        _ENGLISH_TRADES,
        [
            ("Street", "St"),
            ("Avenue", "Ave."),
            ("Road", "Rd"),
            ("Boulevard", "Blvd"),
            ("Drive", "Dr"),
        ],
    ),
    Country(
        "GB",
        "44",
        "+44 ### ### ####",
        "GB#########",
        ".co.uk",
        "{number} {name}",
        300,
        [", Flat {}", " Unit {}"],
        _list("Ltd|Limited|PLC|LLP"),
        _cities(
            "London=E1 #AB|Manchester=M1 #DN|Birmingham=B2 #HW|Leeds=LS1 #QT|Bristol=BS1 #NF|"
            "Glasgow=G1 #RE"
        ),
        _list(
            "High Street|Station Road|Church Lane|Victoria Road|London Road|Mill Lane|Queens "
            "Road|Kings Road|Albert Road|Park Road"
        ),
        _ENGLISH_GIVEN,
        _ENGLISH_FAMILIES,
        _ENGLISH_TRADES,
        [("Street", "St."), ("Road", "Rd"), ("Lane", "Ln")],
    ),
    Country(
        "DE",
        "49",
        "+49 ## ########",
        "DE#########",
        ".de",
        "{name} {number}",
        200,
        [", {}. OG"],
        _list("GmbH|AG|KG|GmbH & Co. KG|e.K."),
        _cities(
            "Berlin=10###|Hamburg=20###|München=80###|Köln=50###|Frankfurt am Main=60###|"
            "Stuttgart=70###|Nürnberg=90###|Düsseldorf=40###"
        ),
        _list(
            "Hauptstraße|Bahnhofstraße|Schulstraße|Gartenstraße|Lindenweg|Bergstraße|"
            "Kirchplatz|Goethestraße|Industriestraße|Am Markt"
        ),
        _list(
            "Thomas Michael Andreas Peter Stefan Sabine Petra Monika Jürgen Günther Björn "
            "Jörg Anna Julia Lukas Felix Laura Katharina Uwe Heike Karin Martin Jens Frank"
        ),
        _list(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch "
            "Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Köhler "
            "Lange Krause"
        ),
        _list(
            "Maschinenbau Handel Elektrotechnik Logistik Medizintechnik Bau Lebensmittel "
            "Metallbau Verpackung Beratung Technik Druck Möbel Werkzeuge Service"
        ),
        [("straße", "str."), ("Straße", "Str.")],
    ),
    Country(
        "FR",
        "33",
        "+33 # ## ## ## ##",
        "FR###########",
        ".fr",
        "{number} {name}",
        300,
        [" Bât. {}"],
        _list("SARL|SAS|SA|EURL"),
        _cities(
            "Paris=750##|Lyon=690##|Marseille=130##|Toulouse=310##|Nice=060##|Lille=590##|"
            "Bordeaux=330##"
        ),
        _list(
            "Rue de la République|Avenue de la Gare|Rue Victor Hugo|Boulevard Jean Jaurès|"
            "Rue des Écoles|Impasse des Lilas|Rue du Moulin|Place de la Mairie"
        ),
        _list(
            "Jean Marie Pierre Michel Nathalie Philippe Isabelle Sylvie Éric Nicolas "
            "Catherine Céline Chloé Camille François Laurent Sébastien Julie Hélène"
        ),
        _list(
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon "
            "Laurent Lefebvre Michel Garcia David Bertrand Roux Fournier Girard"
        ),
        _list(
            "Bâtiment Transports Informatique Conseil Services Distribution Industrie "
            "Médical Emballage Immobilier Énergie"
        ),
        [("Avenue", "Av."), ("Boulevard", "Bd"), ("Rue", "R.")],
    ),
    Country(
        "IT",
        "39",
        "+39 0## #######",
        "IT###########",
        ".it",
        "{name}, {number}",
        200,
        [" int. {}"],
        _list("S.r.l.|S.p.A.|S.n.c."),
        _cities("Roma=001##|Milano=201##|Napoli=801##|Torino=101##|Firenze=501##|Genova=161##"),
        _list(
            "Via Roma|Via Garibaldi|Via Dante|Corso Italia|Via Verdi|Piazza Duomo|Via "
            "Mazzini|Via Matteotti"
        ),
        _list(
            "Giuseppe Maria Giovanni Anna Antonio Luigi Francesco Laura Paolo Elena Marco "
            "Chiara Andrea Giulia Luca"
        ),
        _list(
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno "
            "Gallo Conti Costa Giordano"
        ),
        _list(
            "Impianti Tessuti Costruzioni Alimentari Trasporti Meccanica Servizi Consulenza "
            "Arredamenti"
        ),
        [("Via", "V."), ("Corso", "C.so")],
    ),
    Country(
        "ES",
        "34",
        "+34 9# ### ## ##",
        "ESB########",
        ".es",
        "{name} {number}",
        300,
        [", {}º"],
        _list("S.L.|S.A.|S.L.U."),
        _cities(
            "Madrid=280##|Barcelona=080##|Valencia=460##|Sevilla=410##|Zaragoza=500##|Bilbao=480##"
        ),
        _list(
            "Calle Mayor|Gran Vía|Calle Nueva|Avenida de la Constitución|Calle del Carmen|"
            "Paseo de Gracia|Calle Real"
        ),
        _list(
            "Antonio María José Carmen Manuel Ana Francisco Laura Juan Marta Javier Lucía "
            "Carlos Elena Luis Pablo"
        ),
        _list(
            "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín "
            "Jiménez Ruiz Hernández Díaz Moreno Muñoz"
        ),
        _list(
            "Construcciones Servicios Distribuciones Inmobiliaria Ingeniería Alimentación "
            "Transportes Textil"
        ),
        [("Calle", "C/"), ("Avenida", "Avda.")],
    ),
    Country(
        "PL",
        "48",
        "+48 ## ### ## ##",
        "PL##########",
        ".pl",
        "ul. {name} {number}",
        200,
        ["/{}"],
        _list("Sp. z o.o.|S.A.|Sp.j.|Sp.k."),
        _cities(
            "Warszawa=00-###|Kraków=30-###|Łódź=90-###|Wrocław=50-###|Poznań=60-###|Gdańsk=80-###"
        ),
        _list("Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Brzozowa Łąkowa Kwiatowa"),
        _list(
            "Anna Piotr Krzysztof Maria Andrzej Katarzyna Tomasz Agnieszka Jan Małgorzata "
            "Paweł Marek"
        ),
        _list(
            "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński "
            "Szymański Woźniak Mazur Krawczyk"
        ),
        _list("Budownictwo Handel Logistyka Doradztwo Elektronika Spożywcze Meble Transport"),
        [("ul. ", ""), ("ul.", "")],
    ),
    Country(
        "NL",
        "31",
        "+31 ## #######",
        "NL#########B01",
        ".nl",
        "{name} {number}",
        300,
        ["-{}"],
        _list("B.V.|N.V.|V.O.F."),
        _cities(
            "Amsterdam=10## AB|Rotterdam=30## CD|Den Haag=25## EF|Utrecht=35## GH|Eindhoven=56## KC"
        ),
        _list("Dorpsstraat|Kerkstraat|Molenweg|Stationsweg|Prinsengracht|Schoolstraat|Nieuwstraat"),
        _list("Jan Johannes Maria Anna Pieter Cornelis Sophie Lars Emma Daan Lotte Thijs Hendrik"),
        _list(
            "de Jong|Jansen|de Vries|van den Berg|Bakker|van Dijk|Visser|Smit|Meijer|de Boer|"
            "Mulder|de Groot"
        ),
        _list("Handel Techniek Bouw Transport Advies Voeding Verpakking Installatie"),
        [("straat", "str.")],
    ),
]


@lru_cache(maxsize=1)
def _traditional() -> dict[int, str]:
    with open(_NORMALIZE / "hanzi_simplified.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))[1:]
    # The form of one kind for each character is enough for an error of one kind.
    return {ord(simplified): others[-1] for simplified, others in rows}


def traditional(text: str) -> str:
    """A text in other forms of its characters."""
    return text.translate(_traditional())


@lru_cache(maxsize=65536)
def pinyin(text: str) -> str:
    """Pinyin in one word."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def digits(r: random.Random, mask: str) -> str:
    return "".join(r.choice("0123456789") if char == "#" else char for char in mask)


def ascii_of(text: str) -> str:
    table = str.maketrans("äöüßéèêçáíóúñłśźżćńøåæ", "aousecaaceiounlszzcnoaa"[:22])
    return "".join(
        char
        for char in text.lower().translate(table)
        if char.isascii() and (char.isalnum() or char == " ")
    )
