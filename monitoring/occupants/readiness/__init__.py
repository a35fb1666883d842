"""Who is ready to own a home: programmes and their criteria, assessments, referral lists and the bank's answers."""
