# Kinds of whose data there are, as the room of rights knows them.
PERSON, ATTENDANCE, ENQUIRY = "person", "attendance", "enquiry"
