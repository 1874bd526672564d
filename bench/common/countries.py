"""How customers of some countries are called and where they live."""

from dataclasses import dataclass


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
