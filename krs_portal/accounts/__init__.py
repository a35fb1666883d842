"""Who is this? Owns the `User`, sign-in, and the audit trail of who changed what, when and from where.

Others may import `models.User`, `audit.track_changes` and the test factories. It knows nothing of offices or roles.
"""
