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
picture=$target/tributary.png

Xvfb -displayfd 1 -screen 0 1440x900x24 -nolisten tcp > "$work/display" 2> /dev/null &
display_pid=$!
# shellcheck disable=SC2016 # the inner shell expands it
DISPLAY_FILE=$work/display dbus-run-session -- bash -c '
  until [[ -s $DISPLAY_FILE ]]; do sleep 0.05; done
  export DISPLAY=:$(< "$DISPLAY_FILE")
  echo $$ > "$1/app"
  exec "$2" --sandbox
' tributary "$work" "$app" > "$work/log" 2>&1 &
session_pid=$!

# shellcheck disable=SC2329 # called by the trap
end() {
  # The session ends its bus when the app has ended; killed itself, it would leave that behind.
  kill "$(cat "$work/app" 2> /dev/null)" 2> /dev/null || kill "$session_pid" 2> /dev/null || true
  wait "$session_pid" 2> /dev/null || true
  kill "$display_pid" 2> /dev/null || true
  wait
  rm -rf "$work"
}
trap end EXIT

# A window that is still being drawn has few colours. Messages go on coming: the picture never rests.
drawn=0
for _ in {1..60}; do
  sleep 1
  kill -0 "$display_pid" 2> /dev/null || stop "Xvfb does not start"
  kill -0 "$session_pid" 2> /dev/null || stop "Tributary has ended:" "$(cat "$work/log")"
  [[ -s $work/app ]] || continue
  import -window root -display ":$(< "$work/display")" "$picture"
  if (($(identify -format %k "$picture") > 64 && ++drawn == 3)); then
    say "The window is open; a picture of it: $picture"
    say "Nobody could see it, so Tributary is ended now"
    exit 0
  fi
done
stop "The window stays empty; a picture of it: $picture" "$(cat "$work/log")"
