"""Ground floor: what a contest prints on paper, from its file to a PDF. typst, segno, Pillow.

`making.make_print` makes any of them. The judges' links, voting codes and pictures are no part of
the file: whoever may see them hands them in with the order.

words.py, order.py     what stands on every print; what is asked for
fonts.py               the machine's fonts
typesetting.py         data and a template in, PDF/A out
templates/             the templates, typst; base.typ is what they share
file_names.py          what things are called, in the print's language
qr_codes.py            addresses as pictures
"""
