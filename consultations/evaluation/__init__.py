"""The evaluation report of a year: what it says (`document`), where that comes from (`build`), what stands behind each
number (`traces`), how it is shown on paper and in the workbook (`show`), and what it is as a kind of report (`kind`).
"""
