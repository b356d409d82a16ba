.PHONY: help run test

help:
	@echo "make run     install what is missing, build, and open the window"
	@echo "make test    lints, and all tests of Rust, of the UI and of the whole app"

run:
	@scripts/run.sh

test:
	@scripts/test.sh
