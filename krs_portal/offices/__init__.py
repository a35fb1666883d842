"""Where do they belong? Owns `Region`, `Office` with its lineage, `Membership`, and the one question of scope.

Others import the models, `visible_to(user)` on the querysets, and `policies`. It knows nothing of what offices do.
"""
