"""The organiser's forms. They translate between what is typed and parts of a competition file.

They neither decide nor save: what they make is handed to an action, and its refusals are
put beside the fields they are about.
"""
