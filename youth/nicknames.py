"""Which given names stand for one another: a kept library for English ones, a short table for the Spanish ones."""

from functools import lru_cache

from nicknames import NickNamer

SPANISH = {
    "adelaida": "ade adela",
    "adriana": "adri nana",
    "alberto": "beto berto",
    "alejandra": "ale sandra jandra alex",
    "alejandro": "ale alex jandro sandro",
    "alfonso": "poncho fonso fon",
    "alfredo": "fredo fredy",
    "antonia": "tona tonia",
    "antonio": "tono toni tony",
    "beatriz": "bea betty beti",
    "carlos": "carlitos charly charlie calin",
    "carmen": "carmina menchu carmela",
    "catalina": "cata lina",
    "concepcion": "concha conchita chonita",
    "consuelo": "chelo",
    "cristina": "cris tina cristi",
    "daniela": "dani",
    "dolores": "lola lolita",
    "eduardo": "lalo edu eddie",
    "elena": "lena nena",
    "enrique": "kike quique rique",
    "esperanza": "espe pera",
    "esteban": "teban estebi",
    "fernanda": "fer nanda",
    "fernando": "fer nando",
    "francisca": "paca paquita pancha",
    "francisco": "paco pancho paquito curro kiko frank",
    "gabriela": "gabi gaby",
    "gerardo": "lalo gera",
    "graciela": "chela grace",
    "gregorio": "goyo",
    "guadalupe": "lupe lupita",
    "guillermo": "memo guille willie billy",
    "gustavo": "tavo gus",
    "hortensia": "tencha",
    "humberto": "beto",
    "ignacio": "nacho",
    "isabel": "isa chabela chavela bel",
    "isabela": "isa bela",
    "jacinto": "chinto",
    "javier": "javi",
    "jesus": "chuy chucho suso",
    "jesusa": "chucha",
    "joaquin": "quino",
    "jorge": "coque george",
    "jose": "pepe pepito joseito che joe",
    "josefa": "pepa pepita",
    "josefina": "fina pepita josie",
    "juan": "juanito juancho johnny",
    "juana": "juanita",
    "leticia": "leti lety",
    "lorenzo": "lencho",
    "luis": "lucho luisito louie",
    "luisa": "lucha",
    "magdalena": "magda lena malena",
    "manuel": "manolo manu manny lolo",
    "manuela": "manoli manu",
    "margarita": "marga rita mago",
    "maria": "mari marita maruja mary",
    "mariana": "mari nana",
    "mercedes": "meche merche",
    "miguel": "migue mickey mike miguelito",
    "montserrat": "montse",
    "natalia": "nati nata",
    "norma": "normita",
    "octavio": "tavo",
    "pablo": "pablito",
    "patricia": "pati paty tricia",
    "pedro": "perico pedrito",
    "pilar": "pili",
    "rafael": "rafa rafi",
    "ramon": "moncho mon",
    "raul": "rulo",
    "refugio": "cuca cuco",
    "ricardo": "ricky richi rick",
    "roberto": "beto rober bobby",
    "rocio": "chio",
    "rodrigo": "rodri",
    "rosario": "charo chayo",
    "salvador": "chava salva",
    "santiago": "santi chago diego",
    "sebastian": "seba sebas",
    "sergio": "checo",
    "silvia": "chiva silvi",
    "socorro": "coco",
    "soledad": "sole",
    "susana": "susi susy",
    "teresa": "tere teresita",
    "valentina": "vale tina",
    "valeria": "vale",
    "veronica": "vero",
    "vicente": "chente",
    "victoria": "vicky viki toya",
    "ximena": "xime jime",
    "yolanda": "yoli yola",
}
FULL_NAMES: dict[str, set[str]] = {}
for _full, _short in SPANISH.items():
    for _name in _short.split():
        FULL_NAMES.setdefault(_name, set()).add(_full)

_english = NickNamer()


@lru_cache(maxsize=8192)
def full_names(part: str) -> frozenset[str]:
    """The names that this one may be short for, and itself."""
    return frozenset({part} | _english.canonicals_of(part) | FULL_NAMES.get(part, set()))


def related(a: str, b: str) -> bool:
    """One is short for the other, or both for a third."""
    return bool(full_names(a) & full_names(b))
