# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of packaging/test-deb: a Debian root with a real systemd in a container.
# shellcheck shell=bash

# Whether the container stays when the script ends; the script may replace it.
keep=${keep:-false}

# shellcheck source=packaging/checks.sh
. packaging/checks.sh

cache=${BATON_DEBIAN_ROOT:-/var/tmp/baton-debian-root}
work=$(mktemp -d /var/tmp/baton-test.XXXXXX)
root=$work/root
leader=
spawn=
dockerd=

# --- The container.

make_cache() {
  make_debian_root "$cache" \
    systemd,systemd-sysv,dbus,procps,ca-certificates,logrotate,rpm,man-db
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
