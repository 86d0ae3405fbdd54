"""The organiser's forms. They translate between what is typed and parts of a competition file.

They neither check rules nor save: an action does, and its refusals are put beside the fields
that they are about.
"""
