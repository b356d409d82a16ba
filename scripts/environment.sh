# Sourced by the other scripts: where things are, and how they speak. It takes them to the top of
# the checkout.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

root=$PWD
tools=$root/.tools
# Absolute, for programs that run elsewhere look for it too.
target=${CARGO_TARGET_DIR:-target}
[[ $target == /* ]] || target=$root/$target
export CARGO_TARGET_DIR=$target
export PATH="$tools/bin:$tools/venv/bin:$PATH:$HOME/.cargo/bin"

say() { printf '==> %s\n' "$*"; }

stop() {
  printf 'error: %s\n' "$@" >&2
  exit 1
}

has() { command -v "$1" > /dev/null 2>&1; }

linux() { [[ $(uname) == Linux ]]; }
