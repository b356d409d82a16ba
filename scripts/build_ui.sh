#!/usr/bin/env bash
# Builds ui/dist, which the app holds, if something in ui/ is newer.
set -euo pipefail
# shellcheck source=scripts/environment.sh
source "$(dirname "$0")/environment.sh"

built=ui/node_modules/.built
if [[ -e $built && -e ui/dist/index.html && -z $(find ui -path ui/node_modules -prune -o -path ui/dist -prune -o \
  -newer "$built" -print -quit) && ui/node_modules/.installed -ot $built ]]; then
  exit
fi
say "Building the user interface"
npm --prefix ui run --silent build
touch "$built"
