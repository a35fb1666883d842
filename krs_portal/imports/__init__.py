"""A workbook, row by row: owns `Batch`, `Row` and `Mapping`; reads XLSX and CSV, and keeps what waits with its reason.

What a row means, the app that registers its `ImportKind` decides: its columns, how it is checked, committed and undone.
Other rooms import `kinds` and `values`; nothing here knows what is imported.
"""
