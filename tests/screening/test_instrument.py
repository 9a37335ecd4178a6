"""Reading an instrument: what it holds, the one text it comes to, and everything that is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest

from screening import instrument as instruments
from screening.instrument import Instrument, InstrumentError
from tests.screening.shipped import ACTIONS_FILE, FILE, INSTRUMENT

TEXT, ACTIONS = (path.read_text(encoding="utf-8") for path in (FILE, ACTIONS_FILE))


def faults(text: str = TEXT, actions: str = ACTIONS) -> list[str]:
    with pytest.raises(InstrumentError) as refused:
        instruments.load(text, actions, file="i.yaml", actions_file="a.yaml")
    return str(refused.value).splitlines()


def line_of(words: str, text: str) -> int:
    assert text.count(words) == 1, f"{words!r} must stand once"
    return text[: text.index(words)].count("\n") + 1


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must stand once"
    return text.replace(old, new)


# --- What the shipped one holds --------------------------------------------------------------------------------


def test_the_shipped_instrument_has_the_shape_that_was_proposed() -> None:
    tiers = Counter(indicator.tier for indicator in INSTRUMENT.indicators.values())
    assert tiers == {"determinative": 5, "strong": 15, "contributing": 23, "context": 5, "protective": 4}
    assert len(INSTRUMENT.scored) == 43
    assert len({indicator.domain for indicator in INSTRUMENT.scored.values()}) == 10
    assert [domain.code for domain in INSTRUMENT.domains] == [
        "MH",
        "HC",
        "PH",
        "HP",
        "RC",
        "OT",
        "MB",
        "EP",
        "XS",
        "XL",
        "CX",
        "PR",
    ]
    assert list(INSTRUMENT.answers) == ["none", "possible", "clear", "unknown"]
    assert INSTRUMENT.status == "unvalidated"


def test_each_indicator_stands_in_its_domain_in_the_order_of_the_file() -> None:
    by_domain = {domain.code: [indicator.code for indicator in domain.indicators] for domain in INSTRUMENT.domains}
    assert by_domain["HC"] == ["HC1", "HC2", "HC5", "HC3", "HC4"]
    assert sum(map(len, by_domain.values())) == len(INSTRUMENT.indicators) == 52


def test_groups_are_read_from_the_data() -> None:
    assert INSTRUMENT.sexual == {"XS1", "XS2", "XS3", "XS4"}
    assert INSTRUMENT.labor == {"XL1"}
    assert INSTRUMENT.means == {"RC2", "RC3", "RC4", "XL2", "XL3"}
    assert INSTRUMENT.indicators["XS4"].floor_any_age == {"clear": "3"}
    assert INSTRUMENT.per_answer.note_tiers == {"determinative", "strong"}


def test_actions_and_what_to_say_come_with_it() -> None:
    assert len(INSTRUMENT.actions.rules) == 32
    assert INSTRUMENT.actions.rules[0].when == {"danger": ("yes", "not_sure")}
    assert INSTRUMENT.actions.say["young_person"].startswith("You are not in trouble.")


# --- The one text ----------------------------------------------------------------------------------------------


def test_what_was_published_reads_back_as_it_was() -> None:
    again = Instrument.from_canonical(INSTRUMENT.canonical())
    assert again == INSTRUMENT
    assert again.sha256 == INSTRUMENT.sha256
    assert len(INSTRUMENT.sha256) == 64


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "  domain_cap: 8                  # one episode told many ways must not inflate the total",
            "  domain_cap:  8",
        ),
        ("{code: MH1, tier: strong, basis: [S20, S33, S36],", "{tier: strong, code: MH1, basis: ['S20', S33, S36],"),
        ('level: 3, why: "asked for images', "level: '3', why: \"asked for images"),
    ],
    ids=["a comment", "the order of keys", "quotes"],
)
def test_how_the_file_is_written_does_not_change_it(old: str, new: str) -> None:
    assert instruments.load(changed(TEXT, old, new), ACTIONS).sha256 == INSTRUMENT.sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("domain_cap: 8", "domain_cap: 9"),
        ("Includes a family that is homeless together.", "Includes a family that is homeless."),
        ("    MH: Missing episodes and a place to stay\n    HC: Home, family and care setting\n",
         "    HC: Home, family and care setting\n    MH: Missing episodes and a place to stay\n"),
    ],
    ids=["a setting", "a word", "the order of pages"],
)  # fmt: skip
def test_what_the_file_says_does(old: str, new: str) -> None:
    assert instruments.load(changed(TEXT, old, new), ACTIONS).sha256 != INSTRUMENT.sha256


def test_a_changed_action_is_another_version_too() -> None:
    again = instruments.load(TEXT, changed(ACTIONS, "Call your supervisor.", "Call the supervisor."))
    assert again.sha256 != INSTRUMENT.sha256


def test_a_version_without_combinations_or_notes_is_read() -> None:
    whole = json.loads(INSTRUMENT.canonical())
    del whole["instrument"]["combinations"]
    for gate in whole["instrument"]["gates"]:
        gate.pop("note", None)
    again = Instrument.from_canonical(json.dumps(whole))
    assert again.combinations == ()
    assert again.gate("G1").note == ""


# --- What is refused -------------------------------------------------------------------------------------------

WRONG_INSTRUMENT = [
    ("{code: MH1, tier: strong,", "{code: MH1, tier: sturdy,", "indicator MH1: tier: sturdy is not one of"),
    ("{code: MH3, tier: contributing", "{code: MH1, tier: contributing", "indicator MH1 is there twice"),
    ('text: "Worn out, hungry, or without basic medical or dental care",', "", "indicator HP4: text is missing"),
    ('"Worn out, hungry, or without basic medical or dental care"', '" "', "indicator HP4: text is empty"),
    ("{code: HP4, tier: contributing, basis: [S2, S19],", "{code: HP4, tier: contributing,", "HP4: basis is missing"),
    ("{code: HP4, tier: contributing, basis: [S2, S19],", "{code: HP4, tier: contributing, basis: [],", "HP4: basis must"),
    ("{all: {OT1: possible, OT4: possible}", "{all: {OT9: possible, OT4: possible}", "names OT9, which is no indicator"),
    ("{all: {OT1: possible, OT4: possible}", "{all: {CX1: possible, OT4: possible}", "names CX1, which is never scored"),
    ("{all: {OT1: possible, OT4: possible}", "{all: {PR1: possible, OT4: possible}", "names PR1, which is never scored"),
    ("{all: {OT1: possible, OT4: possible}", "{all: {OT1: maybe, OT4: possible}", "OT1: maybe is not one of"),
    ("{all: {OT1: possible, OT4: possible}", "{all: {OT4: possible}", "has one sign"),
    ('level: 3, why: "asked', 'level: 5, why: "asked', "level: 5 is not one of 2, 3, 4"),
    ('level: 3, why: "asked', 'level: 1, why: "asked', "level: 1 is not one of 2, 3, 4"),
    ("floor_any_age: {clear: 3}", "floor_any_age: {often: 3}", "floor_any_age: unknown key often"),
    ("floor_any_age: {clear: 3}", "floor_any_age: {clear: 9}", "floor_any_age: clear: 9 is not one of"),
    ("means: force", "means: charm", "indicator RC2: means: charm is not one of"),
    ("kind: labor, always: {reasonable_cause: possible}, ", "", "kind belongs to determinative indicators"),
    ("kind: labor", "kind: both", "indicator XL1: kind: both is not one of"),
    ("{code: XL1, tier: determinative,", "{code: XL1, tier: determinative, means: force,", "is never determinative itself"),
    ("{code: CX1, tier: context,", "{code: CX1, tier: context, means: force,", "CX1: means on tier context"),
    ("{code: PR1, tier: protective,", "{code: PR1, tier: protective, floor: {clear: 2},", "PR1: floor on tier protective"),
    ("{code: CX2, tier: context,", "{code: CX2, tier: context, always: {action_panel: possible},", "CX2: always on tier"),
    ("{code: CX3, tier: context,", "{code: CX3, tier: context, kind: sexual,", "CX3: kind on tier context"),
    ("always: {suicide_safety: possible}", "always: {suicide_watch: possible}", "suicide_watch is a duty that no action"),
    ("always: {suicide_safety: possible}", "always: {suicide_safety: none}", "suicide_safety: none is not one of"),
    ("{code: HP4,", "{code: ZZ4,", "indicator ZZ4: its letters name no domain"),
    ("{code: HP4,", "{code: HPx,", "indicator HPx: its letters name no domain"),
    ("    XL: Signs", "    ZZ: Nothing\n    XL: Signs", "domain ZZ has no indicator"),
    ("{code: HP4,", "{colour: red, code: HP4,", "indicator HP4: unknown key colour"),
    ("  domain_cap: 8 ", "  domain_cap: 8\n  race_points: 3 ", "unknown key race_points"),
    ("  domain_cap: 8 ", "  domain_cap: 0 ", "domain_cap must be a whole number from 1 up"),
    ("  domain_cap: 8 ", "  domain_cap: true ", "domain_cap must be a whole number from 1 up"),
    ("completeness_for_level_1: 0.60", "completeness_for_level_1: 60", "must be a share between 0 and 1"),
    ("    at_risk_points: 6\n", "", "thresholds: at_risk_points is missing"),
    ("at_risk_points: 6", "at_risk_points: 19", "at_risk_points must not be above suspected_points"),
    ("strong: {clear: 4, possible: 2}", "strong: {clear: 1, possible: 2}", "possible must not count more than clear"),
    ("contributing: {clear: 2, possible: 1}}", "contributing: {clear: 2, possible: 1}, context: {clear: 1, possible: 1}}",
     "points: unknown key context"),
    ('show_if: {G1: ["18_plus"]}', 'show_if: {G1: ["19_plus"]}', "gate G2: show_if: G1: 19_plus is not one of"),
    ('show_if: {G1: ["18_plus"]}', 'show_if: {G9: ["18_plus"]}', "gate G2: show_if: G9 is no gate"),
    ('show_if: {G1: ["18_plus"]}', "show_if: {G1: []}", "gate G2: show_if: G1: no value is named"),
    ("show_if: {level: [3, 4]", "show_if: {level: [3, 7]", "gate G6: show_if: level: 7 is not one of"),
    ("tier_reached: {determinative: possible}", "tier_reached: {context: possible}", "tier_reached: context is not one of"),
    ("tier_reached: {determinative: possible}", "tier_reached: {strong: unknown}", "tier_reached: unknown is not one of"),
    ('values: ["yes", "no", "not_sure"]', "values: [yes, no, not_sure]", "write True in quotes"),
    ('values: ["yes", "no", "not_sure"]', 'values: ["yes", "yes", "no", "not_sure"]', "yes stands here twice"),
    ('values: ["now", "within_90_days", "earlier", "unknown"]', 'values: ["now"]', "gate G7: the value earlier is missing"),
    ("    - {code: G3,", "    - {code: G8,", "gate G3 is missing"),
    ("asked_on: result, show_if: {tier", "asked_on: sunday, show_if: {tier", "asked_on: sunday is not one of"),
    ('unknown:  {label: "Not known"', 'dunno:  {label: "Not known"', "answers: unknown is missing"),
    ("tiers: [determinative, strong], answers", "tiers: [determinative, big], answers", "tiers: big is not one of"),
    ("  version: 0.2-draft", "  version: 0.2", "version must be text: write 0.2 in quotes"),
    ("  id: hart-concern-screen\n", "  id: HART screen\n", "id: HART screen is not a name"),
    ("  title: HART Concern Screen\n", "", "title is missing"),
]  # fmt: skip
WRONG_ACTIONS = [
    ("when: {level: [2, U]}", "when: {level: [2, 9]}", "action hart_consult: when: level: 9 is not one of"),
    ('when: {danger: ["yes", not_sure]}', 'when: {danger: ["yes", perhaps]}', "danger: perhaps is not one of"),
    ('when: {danger: ["yes", not_sure]}', "when: {danger: [yes, not_sure]}", "write True in quotes"),
    ("missing: [not_missing]}", "missing: [found]}", "missing: found is not one of"),
    ("status: not_in_care}", "status: elsewhere}", "status: elsewhere is not one of"),
    ('foreign_national: ["yes", unknown]', "foreign_national: [perhaps]", "foreign_national: perhaps is not one of"),
    ("{age: adult, level: [2, 3, 4]}", "{age: old, level: [2, 3, 4]}", "age: old is not one of minor, adult"),
    ("any: [under_13, exploitation_history, danger]", "any: [race]", "any: race is not one of"),
    ("when: {done: careline}", "when: {done: caroline}", "done: caroline is not one of"),
    ("when: {duty: emergency_panel}", "when: {duty: panel}", "duty: panel is not one of"),
    ("when: {duty: emergency_panel}", "when: {town: Hartford}", "when: unknown condition town"),
    ("when: {duty: emergency_panel}", "when: {}", "when must have at least one entry"),
    ("clock: supervisor_4", "clock: supervisor_9", "action supervisor_call: there is no clock supervisor_9"),
    ("{code: mdt_meeting,", "{code: mdt_request,", "action mdt_request is there twice"),
    (
        "{code: health, when: {level: [3, 4]}, by: worker,",
        "{code: health, when: {level: [3, 4]}, by: anybody,",
        "anybody is",
    ),
    (
        "{code: health, when: {level: [3, 4]},",
        "{code: health, urgent: true, when: {level: [3, 4]},",
        "unknown key urgent",
    ),
    ('text: "Call your supervisor."', 'text: ""', "action supervisor_call: text is empty"),
    ("  leave_for_the_interview:", "  leave:", "say: leave_for_the_interview is missing"),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG_INSTRUMENT, ids=[case[2] for case in WRONG_INSTRUMENT])
def test_a_faulty_instrument_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    assert any(reason in fault for fault in faults(changed(TEXT, old, new)))


@pytest.mark.parametrize(("old", "new", "reason"), WRONG_ACTIONS, ids=[case[2] for case in WRONG_ACTIONS])
def test_faulty_actions_are_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    found = faults(actions=changed(ACTIONS, old, new))
    assert any(fault.startswith("a.yaml:") and reason in fault for fault in found)


@pytest.mark.parametrize("code", [i.code for i in INSTRUMENT.indicators.values() if not i.is_scored])
@pytest.mark.parametrize("key", ["means: coercion", "kind: sexual", "floor: {clear: 3}", "floor_any_age: {clear: 3}"])
def test_nothing_about_identity_language_or_place_can_be_made_to_count(code: str, key: str) -> None:
    text = changed(TEXT, f"{{code: {code},", f"{{code: {code}, {key},")
    assert any(f"indicator {code}: {key.split(':')[0]} on tier" in fault for fault in faults(text))


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("{code: MH4, tier: strong,", "{code: MH4, tier: sturdy,", "{code: MH4, tier: sturdy,"),
        ("{all: {OT4: possible, RC1", "{all: {OT4: possible, RC7", "{all: {OT4: possible, RC7"),
        ('help: "From school where possible."}', 'help: ""}', 'help: ""}'),
        ("    suspected_points: 18\n", "    suspected_points: many\n", "suspected_points: many"),
    ],
)
def test_the_line_is_the_one_with_the_fault(old: str, new: str, at: str) -> None:
    text = changed(TEXT, old, new)
    assert faults(text)[0].startswith(f"i.yaml:{line_of(at, text)}: ")


def test_all_faults_of_both_files_are_told_at_once() -> None:
    text = changed(
        changed(TEXT, "tier: strong, basis: [S6, S20]", "tier: heavy, basis: [S6, S20]"), "cap: 8", "cap: -1"
    )
    found = faults(text, changed(ACTIONS, "clock: mdt_3", "clock: mdt_5"))
    assert [fault.split(":")[0] for fault in found] == ["i.yaml", "i.yaml", "a.yaml"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "i.yaml:1: the instrument file must have the keys instrument"),
        ("instrument: [", "i.yaml:1: this is not YAML"),
        ("a: 1\n---\na: 2\n", "this is not YAML"),
        ("instrument: &a {id: x}\nother: *a\n", "i.yaml:2: a reference (*name) is not accepted"),
        ("instrument: &a [*a]\n", "a reference (*name) is not accepted"),
        ("instrument: 1\ninstrument: 2\n", "i.yaml:2: the key instrument stands here twice"),
        ("instrument: {yes: 1}\n", "the key yes is not text: write it in quotes"),
        ("instrument: !!python/object/apply:os.system [ls]\n", "instrument"),
        ("instrument: {title: !!python/name:os.system }\n", "this value cannot be read"),
        ("instrument: 1\x00\n", "i.yaml:1: this is not YAML"),
        ("instrument:\n  title: 2001-99-99\n", "title"),
        ("- a\n- b\n", "the instrument file must have the keys instrument"),
        ("instrument:\n  indicators: 7\n  gates: no\n  domains: []\n", "indicators must be a list"),
    ],
)
def test_a_file_that_is_no_instrument_at_all_is_told_plainly(text: str, reason: str) -> None:
    assert any(reason in fault for fault in faults(text))


def test_a_file_is_read_with_the_actions_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x-1.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "x-1.actions.yaml").write_text(ACTIONS, encoding="utf-8")
    assert instruments.read(tmp_path / "x-1.yaml") == INSTRUMENT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x-1.yaml", TEXT.encode(), "x-1.actions.yaml:1: cannot be read: No such file"),
        ("x-1.actions.yaml", ACTIONS.encode(), "x-1.yaml:1: cannot be read: No such file"),
        ("x-1.yaml", b"\xff\xfe\x00", "x-1.yaml:1: this is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_plainly(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InstrumentError, match=reason):
        instruments.read(tmp_path / "x-1.yaml")
