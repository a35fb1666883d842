"""The desk of a round: rooms, planner, session, remarks, minutes (Berita Acara). Only the round has a desk."""
