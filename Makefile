.PHONY: help run test pictures

help:
	@echo "make run                    install what is missing, build, and open the window"
	@echo "make test                   lints, and all tests of Rust, of the UI and of the whole app"
	@echo "make pictures [ONLY=TEXT]   every screen in every state, in target/pictures"

run:
	@scripts/run.sh

test:
	@scripts/test.sh

pictures:
	@scripts/pictures.sh $(ONLY)
