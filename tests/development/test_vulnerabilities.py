"""What the lists of known vulnerabilities answer, and that no answer is never taken for a good one."""

import json

import pytest

from krs_portal.development import vulnerabilities
from krs_portal.development.vulnerabilities import Audit, read_npm_answer, read_python_answer, write_audit

WEAK = {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": [], "description": "…"}


def python_answer(*packages):
    return read_python_answer("Python", json.dumps({"dependencies": packages, "fixes": []}), "")


def npm_answer(told, complaint=""):
    return read_npm_answer("npm", told if isinstance(told, str) else json.dumps(told), complaint)


def test_a_vulnerability_is_named_with_the_version_that_mends_it():
    audit = python_answer(
        {"name": "segno", "version": "1.6.6", "vulns": []}, {"name": "jinja2", "version": "2.10", "vulns": [WEAK]}
    )

    assert audit == Audit("Python", named=["jinja2 2.10: PYSEC-2019-217, mended in 2.10.1"])


def test_a_package_that_the_list_does_not_know_is_unanswered_and_not_safe():
    audit = python_answer({"name": "segno", "skip_reason": "not found: segno (1.6.6)"})

    assert audit == Audit("Python", unanswered=["not found: segno (1.6.6)"])


def test_a_program_that_broke_has_not_answered():
    audit = read_python_answer("Python", "", "Traceback\nConnectionError: no such host\n\n")

    assert audit == Audit("Python", unanswered=["ConnectionError: no such host"])


def test_npm_names_its_findings_and_says_when_it_has_none():
    weak = {"name": "sass", "range": "<2", "severity": "high", "via": []}

    assert npm_answer({"vulnerabilities": {"sass": weak}}) == Audit("npm", named=["sass <2: high"])
    assert npm_answer({"vulnerabilities": {}}) == Audit("npm")
    assert npm_answer({"message": "405 Method Not Allowed"}) == Audit("npm", unanswered=["405 Method Not Allowed"])
    assert npm_answer("", "npm error offline") == Audit("npm", unanswered=["npm error offline"])


def test_what_could_not_be_asked_is_said_loudly():
    said = "\n".join(write_audit(Audit("Python", unanswered=["first", "second"])))

    assert "NO LIST OF KNOWN VULNERABILITIES COULD BE HAD for Python" in said
    assert "first (and 1 more)" in said


@pytest.mark.parametrize(
    ("python", "front_end", "status"),
    [(Audit("a"), Audit("b"), 0), (Audit("a", ["x"]), Audit("b"), 1), (Audit("a", ["x"]), Audit("b", [], ["y"]), 2)],
)
def test_the_status_tells_the_three_apart(monkeypatch, capsys, python, front_end, status):
    monkeypatch.setattr(vulnerabilities, "audit_python", lambda: python)
    monkeypatch.setattr(vulnerabilities, "audit_front_end", lambda: front_end)

    assert vulnerabilities.main() == status
    assert ("no known vulnerability" in capsys.readouterr().out) is (status < 2)
