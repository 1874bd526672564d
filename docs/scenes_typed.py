"""What is typed in the pictures of the manual."""

# by language of the picture
TYPED = {
    "en": {
        "name": "Harbour Light Instruments Ltd",
        "second": "Fjordsyn Optik AS",
        "phone": "+44 20 79",
        "email": "sales@harbourlight",
        "vat": "GB 123 4567 89",
        "country": "United Kingdom",
        "search": "ruilan",
        "customer": "Nordlicht",
        "category": "On-Site Service",
        "classify": "Classify",
        "merge": "Merge",
        "export": "Export",
        "doubled": "Thornbury",
        "need": "Training",
        "moved": "Chongqing",
        "reason": "Addresses for the invitation to the trade fair in March",
        "later": "Moves to a new building",
        "secret": "New Secret",
        "twin": {"name": "Nordlicht Werft Hamburg", "phone": "+49 40 66969897"},
        "mistakes": {"phone": "+44 20 7946 00", "zip": "SW1A", "city": "London"},
        "notes": ["Prefers deliveries on Tuesdays; the gate closes at 15:00."],
        "record": '{"customerNo": "A-1001", "company": "Harbour  Light Instruments Ltd",\n'
        ' "phone": "+44 20 7946 0018", "email": "Sales@HarbourLight.example",\n'
        ' "address": {"city": "London", "country": "GB"}}',
        "file": "customers.csv",
        # new, new, repeated, updated, unchanged, to decide, rejected
        "rows": "Name,Is a Company,Reference,Country,State,City,Phone,Email,Tax ID\n"
        "Harbour Light Instruments Ltd,yes,,United Kingdom,,London,020 7946 0018,"
        "Sales@HarbourLight.example,GB123456782\n"
        "Fjordsyn Optik AS,yes,,Norway,,Bergen,55 23 40 11,post@fjordsyn.example,\n"
        "Harbour Light Instruments,yes,,United Kingdom,,London,020 7946 0018,"
        "sales@harbourlight.example,\n"
        "Straits Lantern Trading Pte. Ltd.,yes,C11057,Singapore,,Singapore,,,00192200M\n"
        "Nordlicht Werft Hamburg GmbH,yes,C10588,Germany,,Hamburg,,office@nordlicht.example,\n"
        "Rhone Capteurs,yes,,France,,Lyon,,,\n"
        "Lyngby Pumper ApS,yes,,Atlantis,,Lyngby,45 12 34 56,info@lyngby.example,\n",
    },
    "zh_CN": {
        "name": "苏州澄湖精密仪器有限公司",
        "second": "昆明滇岭食品有限公司",
        "phone": "0512 6280",
        "email": "sales@chenghu",
        "vat": "91320594MA1XXXXX0A",
        "country": "中国",
        "search": "ruilan",
        "customer": "瑞澜",
        "category": "上门服务",
        "classify": "设置分类",
        "merge": "合并",
        "export": "导出",
        "doubled": "瑞澜",
        "need": "培训",
        "moved": "重庆市",
        "reason": "三月展会邀请函需要客户地址",
        "later": "客户正在搬迁",
        "secret": "新建密钥",
        "twin": {"name": "深圳瑞澜精密电子", "phone": "0755-86983001"},
        "mistakes": {"phone": "0512 6280", "zip": "21502", "city": "苏州市"},
        "notes": ["客户希望周二送货，15:00 后不收货。"],
        "record": '{"customerNo": "A-1001", "company": "苏州澄湖精密仪器 有限公司 ",\n'
        ' "phone": "0512 62801234", "email": "Sales@ChengHu.example",\n'
        ' "address": {"city": "苏州市", "country": "CN"}}',
        "file": "客户.csv",
        "rows": "名称,是公司,参考,国家/地区,省/州,城市,电话,电子邮件,税务识别码\n"
        "苏州澄湖精密仪器有限公司,是,,中国,江苏,苏州市,0512-62801234,"
        "Sales@ChengHu.example,\n"
        "昆明滇岭食品有限公司,是,,中国,云南省,昆明市,0871-63112233,info@dianling.example,\n"
        "苏州澄湖精密仪器,是,,中国,江苏,苏州市,0512-62801234,sales@chenghu.example,\n"
        "港岚科技（香港）有限公司,是,C10504,香港,,香港,,,22099131478\n"
        "成都蜀岚半导体有限公司,是,C10406,中国,四川省,成都市,,sales@shulan.example,\n"
        "浙江越泽智能装备,是,,中国,浙江省,杭州市,,,\n"
        "宁波甬川机械有限公司,是,,大西洲,浙江省,宁波市,0574-87654321,info@yongchuan.example,\n",
    },
}
