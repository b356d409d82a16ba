#!/usr/bin/env bash
# Builds Tributary and opens its window. Without a display: on a virtual one, of which it keeps a
# picture.
set -euo pipefail
# shellcheck source=scripts/environment.sh
source "$(dirname "$0")/environment.sh"

scripts/setup.sh run
scripts/build_ui.sh

app=$target/debug/tributary
if [[ -e $app ]]; then
  say "Building Tributary"
else
  say "Building Tributary and all that it is made of; the first time takes about ten minutes"
fi
cargo build --locked -p tributary --features custom-protocol

if ! linux || [[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]]; then
  say "Opening the window on the sandbox"
  exec "$app" --sandbox
fi

say "There is no display: opening the window on a virtual one"
work=$(mktemp -d)
running=()
# shellcheck disable=SC2329 # called by the trap
end() {
  # Those that have ended by themselves are no error.
  ((${#running[@]} == 0)) || kill "${running[@]}" 2> /dev/null || true
  wait
  rm -rf "$work"
}
trap end EXIT

Xvfb -displayfd 1 -screen 0 1440x900x24 -nolisten tcp > "$work/display" 2> /dev/null &
running+=($!)
for _ in {1..100}; do
  [[ -s $work/display ]] && break
  sleep 0.1
done
[[ -s $work/display ]] || stop "Xvfb does not start"
DISPLAY=:$(< "$work/display")
export DISPLAY

dbus-run-session -- "$app" --sandbox > "$work/log" 2>&1 &
app_pid=$!
running+=("$app_pid")

# A window that is still being drawn has few colours, and another picture a second later.
picture=$target/tributary.png
before=
for _ in {1..60}; do
  sleep 1
  kill -0 "$app_pid" 2> /dev/null || stop "Tributary has ended:" "$(cat "$work/log")"
  import -window root "$picture"
  now=$(identify -format '%k %#' "$picture")
  if ((${now%% *} > 64)) && [[ $now == "$before" ]]; then
    say "The window is open; a picture of it: $picture"
    say "Nobody could see it, so Tributary is ended now"
    exit 0
  fi
  before=$now
done
stop "The window stays empty; a picture of it: $picture" "$(cat "$work/log")"
