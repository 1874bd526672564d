"""What is typed in the pictures of the manual."""

# by language of the picture
TYPED = {
    "en": {
        "name": "Harbour Light Instruments Ltd",
        "phone": "+44 20 79",
        "email": "sales@harbourlight",
        "vat": "GB 123 4567 89",
        "country": "United Kingdom",
        "search": "ruilan",
        "customer": "Nordlicht",
        "category": "On-Site Service",
        "classify": "Classify",
        "merge": "Merge",
        "doubled": "Thornbury",
        "need": "Training",
        "twin": {"name": "Nordlicht Werft Hamburg", "phone": "+49 40 66969897"},
        "notes": ["Prefers deliveries on Tuesdays; the gate closes at 15:00."],
        "record": '{"customerNo": "A-1001", "company": "Harbour  Light Instruments Ltd",\n'
        ' "phone": "+44 20 7946 0018", "email": "Sales@HarbourLight.example",\n'
        ' "address": {"city": "London", "country": "GB"}}',
        "file": "customers.csv",
        "rows": "Name,Is a Company,Country,State,City,Phone,Email,Tax ID\n"
        "Harbour Light Instruments Ltd,yes,United Kingdom,,London,020 7946 0018,"
        "Sales@HarbourLight.example,GB123456782\n"
        "Fjordsyn Optik AS,yes,Norway,,Bergen,55 23 40 11,post@fjordsyn.example,\n",
    },
    "zh_CN": {
        "name": "苏州澄湖精密仪器有限公司",
        "phone": "0512 6280",
        "email": "sales@chenghu",
        "vat": "91320594MA1XXXXX0A",
        "country": "中国",
        "search": "ruilan",
        "customer": "瑞澜",
        "category": "上门服务",
        "classify": "设置分类",
        "merge": "合并",
        "doubled": "瑞澜",
        "need": "培训",
        "twin": {"name": "深圳瑞澜精密电子", "phone": "0755-86983001"},
        "notes": ["客户希望周二送货，15:00 后不收货。"],
        "record": '{"customerNo": "A-1001", "company": "苏州澄湖精密仪器 有限公司 ",\n'
        ' "phone": "0512 62801234", "email": "Sales@ChengHu.example",\n'
        ' "address": {"city": "苏州市", "country": "CN"}}',
        "file": "客户.csv",
        "rows": "名称,是公司,country_id,state_id,城市,电话,电子邮件,税务识别码\n"
        "苏州澄湖精密仪器有限公司,是,中国,江苏,苏州市,0512-62801234,"
        "Sales@ChengHu.example,\n"
        "昆明滇岭食品有限公司,是,中国,云南省,昆明市,0871-63112233,info@dianling.example,\n",
    },
}
