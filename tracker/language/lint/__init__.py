"""Lint: what clean rule files say that their author probably did not mean. Nothing is refused for it."""
