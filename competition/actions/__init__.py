"""Second floor: one function for each thing that an organiser or a judge can do.

Each owns its transaction, writes its audit row inside it, and announces after the commit: see
`change`.
`by` is who did it, as the audit names them: "organiser 王芳", "judge judge-1", "command line".
"""
