# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of packaging/test-deb, packaging/test-image and packaging/test-chart: checks, their report,
# and Debian roots.
# shellcheck shell=bash

failures=0
began=$(date +%s)

need_programs() {
  local program
  for program in "$@"; do
    command -v "${program%%:*}" >/dev/null || {
      echo "${0##*/}: ${program%%:*} is missing; install the package ${program##*:}" >&2
      exit 2
    }
  done
  [ "$(id -u)" -eq 0 ] || {
    echo "${0##*/}: needs root, for containers" >&2
    exit 2
  }
}

# --- Checks. What a check measures goes to file descriptor 3.

exec 3>&1

pass() {
  printf '%4d s  ok      %s\n' "$(($(date +%s) - began))" "$1"
}

fail() {
  failures=$((failures + 1))
  printf '%4d s  FAILED  %s\n' "$(($(date +%s) - began))" "$1"
}

# check TEXT COMMAND…: runs the command and reports its outcome. In a function, the first command that
# fails ends the check.
check() {
  local text=$1 code
  shift
  set +e
  (
    set -e
    "$@"
  ) >"${work:?}/check.log" 2>&1
  code=$?
  set -e
  if [ "$code" -eq 0 ]; then
    pass "$text"
  else
    fail "$text"
    sed 's/^/            /' "$work/check.log" | tail -n 15
  fi
}

# Repeats a command until it succeeds, at most $1 seconds.
within() {
  local end=$(($(date +%s) + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || {
      "$@"
      return
    }
    sleep 0.2
  done
}

# Ends the script, with exit code 1 if a check has failed.
report() {
  if [ "$failures" -gt 0 ]; then
    echo "$failures checks failed in $(($(date +%s) - began)) s"
    exit 1
  fi
  echo "All checks passed in $(($(date +%s) - began)) s"
}

# Makes the Debian root folder $1 with the further packages $2 (separated by commas) and keeps it.
make_debian_root() {
  local folder=$1 mirror
  [ ! -e "$folder/etc/debian_version" ] || return 0
  echo "Making the Debian root $folder ..."
  mirror=$(find /etc/apt -name '*.list' -o -name '*.sources' | xargs cat |
    sed -n 's|^URIs: *\([^ ]*debian\)/* *$|\1|p; s|^deb \(\[.*\] \)*\([^ ]*debian\)/* .*|\2|p' | head -n 1)
  [ -n "$mirror" ] || {
    echo "${0##*/}: no mirror of Debian is named in /etc/apt" >&2
    exit 2
  }
  # Nothing in the folder has to survive a crash of the machine, so dpkg need not sync its files.
  rm -rf --one-file-system "$folder.new"
  mkdir -p "$folder.new/etc/dpkg/dpkg.cfg.d"
  echo force-unsafe-io >"$folder.new/etc/dpkg/dpkg.cfg.d/unsafe-io"
  debootstrap --variant=minbase --include="$2" bookworm "$folder.new" "$mirror" \
    >"$work/debootstrap.log" 2>&1 || {
    tail -n 5 "$work/debootstrap.log" >&2
    exit 1
  }
  # The index of the manual pages takes ten seconds after each change of a package.
  rm -f "$folder.new"/var/cache/apt/archives/*.deb "$folder.new/var/lib/man-db/auto-update"
  mv "$folder.new" "$folder"
}
