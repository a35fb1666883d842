"""What a new portal tells citizens: topics, the questions about them, short answers, and the service standard."""

from consultations.booking.reference.how_tos import load_how_tos
from consultations.booking.reference.standards import load_standards
from consultations.booking.reference.topics import load_topics
from consultations.booking.reference.triage import load_triage
from krs_portal.kit.reference import Reference

REFERENCES = (
    Reference("topics", load_topics),
    Reference("triage", load_triage),
    Reference("standards", load_standards),
    Reference("how-tos", load_how_tos),
)
