project = "Every construct"
author = "Nobody"
release = "1.0"
extensions = ["myst_parser", "sphinx_typst", "sphinx.ext.todo"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline", "fieldlist"]
numfig = True
todo_include_todos = True
todo_link_only = True
