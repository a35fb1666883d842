"""What a function does stands in its name: a verb and a noun. And a refusal is raised in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from krs_portal.rooms import PACKAGES

ROOT = Path(settings.BASE_DIR)
MOST_ONE_WORD = 0.15
# Past participles that do not end in -ed. `read`, `set`, `cut` and `put` are verbs as well and say what they do.
IRREGULAR = {
    "begun", "bought", "bound", "broken", "brought", "built", "caught", "chosen", "done", "drawn", "felt", "found",
    "frozen", "given", "gone", "grown", "heard", "held", "hidden", "kept", "known", "laid", "led", "left", "lent",
    "lost", "made", "meant", "met", "paid", "said", "seen", "sent", "shown", "sold", "spent", "spoken", "stood",
    "taken", "taught", "thought", "told", "torn", "understood", "won", "worn", "written",
}  # fmt: skip
VERBS_IN_ED = frozenset({"embed", "exceed", "feed", "need", "proceed", "seed", "speed", "succeed"})
ALLOWED_PARTICIPLES: dict[str, str] = {}  # name: why it may stand alone


def list_definitions(*kinds: type[ast.AST]) -> Iterator[tuple[str, str]]:
    """(name, module) of what is defined at the top of the house's modules."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                for node in ast.parse(path.read_text()).body:
                    if isinstance(node, kinds):
                        yield node.name, str(path.relative_to(ROOT))


def is_participle(name: str) -> bool:
    word = name.strip("_")
    return word in IRREGULAR or ("_" not in word and word.endswith("ed") and word not in VERBS_IN_ED)


def test_few_functions_are_one_word():
    functions = [name.strip("_") for name, _module in list_definitions(ast.FunctionDef, ast.AsyncFunctionDef)]
    one_word = [name for name in functions if "_" not in name]

    assert len(functions) > 1000  # else the house was not found
    assert len(one_word) / len(functions) < MOST_ONE_WORD, sorted(one_word)


def test_no_function_is_a_bare_past_participle():
    found = [
        f"{module}: {name}"
        for name, module in list_definitions(ast.FunctionDef, ast.AsyncFunctionDef)
        if is_participle(name) and name not in ALLOWED_PARTICIPLES
    ]

    assert found == []


def test_what_a_participle_is():
    assert all(map(is_participle, ("held", "_told", "settled", "shown")))
    assert not any(map(is_participle, ("seed", "read", "hold_seat", "find_held")))


def test_a_refusal_is_raised_by_the_kit_alone():
    """No room has a `refuse` of its own, nor a form that takes refusals in its own way."""
    names = list_definitions(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    copies = [
        f"{module}: {name}"
        for name, module in names
        if name.strip("_") in {"refuse", "refuse_if", "reject_if", "take_refusal"} or name.startswith("Refusable")
    ]

    assert {copy.partition(":")[0] for copy in copies} == {"krs_portal/kit/refusals.py"}


def test_a_sentence_of_refusal_is_raised_by_the_kit_alone():
    """`if refusal := why_not_…: raise PermissionDenied(refusal)` is `refuse_if(why_not_…)`; so for ValidationError."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path != ROOT / "krs_portal" / "kit" / "refusals.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.If) and raises_its_own_condition(node)
    ]

    assert found == []


def raises_its_own_condition(node: ast.If) -> bool:
    """The body only raises an error whose sentence is the very name that the condition tests."""
    tested = node.test.target if isinstance(node.test, ast.NamedExpr) else node.test
    if not isinstance(tested, ast.Name) or len(node.body) != 1 or not isinstance(node.body[0], ast.Raise):
        return False
    raised = node.body[0].exc
    if not isinstance(raised, ast.Call) or getattr(raised.func, "id", "") not in {
        "PermissionDenied",
        "ValidationError",
    }:
        return False
    sentences = [said for given in raised.args for said in (given.values if isinstance(given, ast.Dict) else [given])]
    return any(isinstance(said, ast.Name) and said.id == tested.id for said in sentences)
