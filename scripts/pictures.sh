#!/usr/bin/env bash
# Builds Tributary and makes a picture of every screen in every state, in both themes and two
# sizes; with words only of those whose name one of them is in. It fails if one is missing.
set -euo pipefail
# shellcheck source=scripts/environment.sh
source "$(dirname "$0")/environment.sh"

scripts/setup.sh test
scripts/build_ui.sh
say "Building Tributary"
# As for the tests, or much would be compiled more than once.
cargo build --locked --workspace --features tributary/custom-protocol,tributary/automation --bins
say "Making pictures in $target/pictures; all of them take about ten minutes"
RUST_BACKTRACE=0 "$target/debug/pictures" "$@"
