"""Words of which made-up customers are made."""

import csv
import random
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
