# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of packaging/test-deb: a Debian root with a real systemd in a container, and checks.
# shellcheck shell=bash

# Whether the container stays when the script ends; the script may replace it.
keep=${keep:-false}

need_programs() {
  local program
  for program in "$@"; do
    command -v "${program%%:*}" >/dev/null || {
      echo "test-deb: ${program%%:*} is missing; install the package ${program##*:}" >&2
      exit 2
    }
  done
  [ "$(id -u)" -eq 0 ] || {
    echo "test-deb: needs root, to boot a container" >&2
    exit 2
  }
}

cache=${BATON_DEBIAN_ROOT:-/var/tmp/baton-debian-root}
work=$(mktemp -d /var/tmp/baton-test.XXXXXX)
root=$work/root
leader=
spawn=
dockerd=
failures=0
began=$(date +%s)

# --- The container.

make_cache() {
  [ ! -e "$cache/etc/debian_version" ] || return 0
  echo "Making the Debian root $cache ..."
  local mirror
  mirror=$(find /etc/apt -name '*.list' -o -name '*.sources' | xargs cat |
    sed -n 's|^URIs: *\([^ ]*debian\)/* *$|\1|p; s|^deb \(\[.*\] \)*\([^ ]*debian\)/* .*|\2|p' | head -n 1)
  [ -n "$mirror" ] || {
    echo "test-deb: no mirror of Debian is named in /etc/apt" >&2
    exit 2
  }
  # Nothing in the container has to survive a crash of the machine, so dpkg need not sync its files.
  rm -rf --one-file-system "$cache.new"
  mkdir -p "$cache.new/etc/dpkg/dpkg.cfg.d"
  echo force-unsafe-io >"$cache.new/etc/dpkg/dpkg.cfg.d/unsafe-io"
  debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,dbus,procps,ca-certificates,logrotate,rpm,man-db \
    bookworm "$cache.new" "$mirror" >"$work/debootstrap.log" 2>&1 || {
    tail -n 5 "$work/debootstrap.log" >&2
    exit 1
  }
  # The index of the manual pages takes ten seconds after each change of a package.
  rm -f "$cache.new"/var/cache/apt/archives/*.deb "$cache.new/var/lib/man-db/auto-update"
  mv "$cache.new" "$cache"
}

# The group that may use Docker, in the container.
docker_group=2375

# Starts Docker beside the container, which finds the socket in /srv/docker, and makes an image.
start_docker() {
  mkdir -p "$work/docker" "$work/docker-data" "$work/image/bin"
  chmod 755 "$work" "$work/docker"
  echo '{}' >"$work/docker-data/daemon.json"
  dockerd --config-file="$work/docker-data/daemon.json" --data-root="$work/docker-data/data" \
    --exec-root="$work/docker-data/exec" --pidfile="$work/docker-data/pid" --group="$docker_group" \
    --host="unix://$work/docker/docker.sock" --exec-opt=native.cgroupdriver=cgroupfs --bridge=none \
    --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    >"$work/docker-data/log" 2>&1 &
  dockerd=$!
  cp "$(command -v busybox)" "$work/image/bin/busybox"
  ln -s busybox "$work/image/bin/sh"
  within 30 docker --host "unix://$work/docker/docker.sock" version
  tar -C "$work/image" -c . |
    docker --host "unix://$work/docker/docker.sock" import --change 'ENV PATH=/bin' - baton/test:1
}

boot() {
  mkdir -p "$work/upper" "$work/work" "$work/docker" "$root"
  # Where the machine is itself a container, its file system may not allow another overlay.
  mount -t overlay overlay -o "lowerdir=$cache,upperdir=$work/upper,workdir=$work/work" "$root" ||
    cp -a "$cache/." "$root"
  setsid systemd-nspawn --quiet --register=no --keep-unit -D "$root" -b --console=pipe \
    --bind="$work/docker:/srv/docker" \
    </dev/null >"$work/console.log" 2>&1 &
  spawn=$!
  for _ in $(seq 240); do
    leader=$(pgrep -P "$spawn" | head -n 1 || true)
    if [ -n "$leader" ] && in_box systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then
      return 0
    fi
    sleep 0.25
  done
  echo "test-deb: the container did not start; see $work/console.log" >&2
  exit 2
}

in_box() {
  nsenter -t "$leader" -a env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TZ=UTC \
    BATON_DATA=/var/lib/baton "$@"
}

finish() {
  local code=$?
  trap - EXIT
  if [ "$keep" = true ] && [ -n "$leader" ]; then
    echo "Enter the container: nsenter -t $leader -a bash; end Docker with kill $dockerd; remove $work afterwards"
    exit "$code"
  fi
  if [ -n "$dockerd" ]; then
    kill "$dockerd" 2>/dev/null || true
    wait "$dockerd" 2>/dev/null || true
  fi
  if [ -n "$leader" ]; then
    in_box systemctl poweroff --force --force >/dev/null 2>&1 || true
  fi
  if [ -n "$spawn" ]; then
    for _ in $(seq 40); do
      kill -0 "$spawn" 2>/dev/null || break
      sleep 0.25
    done
    kill -KILL "$spawn" 2>/dev/null || true
    wait "$spawn" 2>/dev/null || true
  fi
  umount "$root" 2>/dev/null || true
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

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
  ) >"$work/check.log" 2>&1
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
