"""Rounds of monitoring: Round → Participant → Profile, filled in on the web, by workbook or offline; their figures."""
