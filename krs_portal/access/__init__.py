"""Who may come in, how, and until when? Owns `Attempt`, `KnownDevice` and `SealedSecret`.

Upper rooms say who must show a second factor (`grounds.GROUNDS`). It knows no row of theirs; people and API tokens
stand in `accounts`, roles in `offices`, and what it tells people leaves through `outbox`.
"""
