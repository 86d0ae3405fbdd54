"""Second floor: one verb a function.

Each owns its transaction, writes its audit row inside it, and announces after the commit.
`by` is who did it, as the audit names them: "organiser 王芳", "judge judge-1",
"command line".
"""
