"""What looks like a person's name, a company's name, or a job."""

import re

from ...normalize import clean, fold, half_width, has_cjk
from ...normalize.company_name import words_of
from ...normalize.hanzi import is_place, to_simplified
from ...normalize.legal_form import strip_chinese_form, strip_western_form

# single surnames of nearly everybody in China, and those of two characters that are met
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘"
    "祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳"
    "时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾"
)
_TWO = frozenset("欧阳 上官 司马 司徒 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 东方 南宫".split())
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_TITLED = re.compile(
    r"(?:(?:mr|mrs|ms|herr|frau|monsieur|madame|mme|sr|sra|signor|signora)\.? +"
    r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})|"
    "([\u4e00-\u9fff]{1,4})(?:先生|女士|小姐|太太)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*")
# last words that no person is called; "AG", "SA" and the like are initials as well
_SURE_FORMS = frozenset(
    "ltd limited inc incorporated llc corp corporation gmbh ggmbh kg plc llp sarl srl bhd bv nv "
    "spa oy oyj aps ltda zoo sro doo kft gesmbh eurl sasu".split()
)
_CHINESE_FORMS = frozenset(("ltd", "plc", "group"))
JOBS = frozenset(
    fold(job)
    for job in """manager|sales manager|general manager|purchasing manager|project manager|
account manager|marketing manager|office manager|product manager|director|sales director|
managing director|ceo|cfo|cto|coo|owner|founder|president|vice president|buyer|purchaser|engineer|
sales engineer|accountant|assistant|secretary|sales|consultant|partner|head of sales|
head of purchasing|geschäftsführer|geschäftsführerin|einkäufer|einkäuferin|vertriebsleiter|
einkaufsleiter|leiter einkauf|buchhaltung|prokurist|directeur|
directeur général|gérant|acheteur|
directeur commercial|comptable|gerente|director general|jefe de compras|经理|总经理|
副总经理|销售经理|采购经理|项目经理|部门经理|产品经理|市场经理|财务经理|董事长|总监|销售总监|市场总监|采购|采购员|采购主管|销售|
销售员|业务员|业务经理|主管|主任|工程师|会计|出纳|财务|财务总监|老板|店长|厂长|助理|秘书|法人|法人代表|负责人|
联系人|经办人""".replace("\n", "").split("|")
)


def is_job(text: str) -> bool:
    """Whether ``text`` is a job and nothing else."""
    return fold(half_width(clean(text))) in JOBS


def is_company_name(text: str) -> bool:
    """Whether ``text`` ends with a legal form that no person has in its name."""
    if has_cjk(text):
        bare = re.sub(r"[\W_]", "", to_simplified(fold(half_width(text))))
        return len(bare) >= 6 and strip_chinese_form(bare)[1] in _CHINESE_FORMS
    words = words_of(text)
    return len(words) > 1 and words[-1] in _SURE_FORMS and bool(strip_western_form(words)[1])


def is_person_name(text: str) -> bool:
    """Whether ``text`` may be the name of a person: sure enough only where something else says
    so."""
    text = clean(text)
    if has_cjk(text):
        bare = to_simplified(text)
        if not _HAN.fullmatch(bare) or is_place(bare) or is_job(bare):
            return False
        if bare[:2] in _TWO:
            return 3 <= len(bare) <= 4
        return bare[0] in _SURNAMES and 2 <= len(bare) <= 3
    words = text.split()
    return (
        2 <= len(words) <= 4
        and all(_WORD.fullmatch(word) for word in words)
        and not is_job(text)
        and not strip_western_form(words_of(text))[1]
        and all(word[0].isupper() for word in (words[0], words[-1]))
    )


def is_titled_person(text: str) -> bool:
    """Whether ``text`` is a person's name with a title such as Mr or 先生."""
    match = _TITLED.fullmatch(clean(text))
    if not match or is_company_name(text):
        return False
    name = to_simplified(match[1] or "")
    return not name or name in _SURNAMES | _TWO or is_person_name(name)
