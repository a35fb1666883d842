"""`make bench`: how fast and how lean, as ratios that mean the same on every machine.

Each part measures ours and the thing beside it in turn, in one run, on private databases that are dropped afterwards.
`python -m benchmarks --quick` takes smaller tables; `--only board,ledger` some parts only. The table is printed and
written to docs/benchmarks.md.
"""
