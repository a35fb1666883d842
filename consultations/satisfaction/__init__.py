"""What people think of the service: nine marks each, by a link of one use or on a tablet at the counter, and the IKM.

Owns SurveyLink, SurveyAnswer and SurveyComment. An answer knows no person, no officer and no visit, and nothing joins
it to the link that it came by. The counter below knows nothing of this wing: a job finds who was served.
"""
