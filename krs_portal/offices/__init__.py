"""Where does somebody belong? Owns `Region`, `Office` with its history, `Membership`, and who may see which office.

Others import the models, `visible_to(user)` of the querysets, and `policies`. It does not know what offices do.
"""
