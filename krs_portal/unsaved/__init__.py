"""What was written and not yet saved? Owns `UnsavedText`: a form as it stood while somebody wrote, under their name.

A script keeps every form in which people write more than a line (`Refusable.keeps_texts`), offers it again on any
machine, and lets it go once the form was saved. The room knows no form: it keeps names and values, encrypted, and
forgets them after two weeks.
"""
