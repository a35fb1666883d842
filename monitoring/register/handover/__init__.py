"""The hand-over of an estate: its two paths step by step, its papers, its obstacles."""
