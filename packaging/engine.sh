# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of packaging/test-image and packaging/test-chart: namespaces of Linux for a container engine,
# Docker in them, and the image of the release.
# shellcheck shell=bash

# shellcheck source=packaging/checks.sh
. packaging/checks.sh

work=$(mktemp -d /var/tmp/baton-test.XXXXXX)
box=
inside=

# Opens namespaces for the network, the file systems and the processes: nothing in them can reach other
# machines or change the network of this one, and everything in them ends with their first process.
open_namespaces() {
  local folder
  for folder in run var/lib var/log; do mkdir -p "$work/private/$folder"; done
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --net --mount --pid --fork --kill-child --mount-proc bash -ec '
    for folder in run var/lib var/log; do mount --bind "$1/$folder" "/$folder"; done
    echo ready
    # The first process of the namespace also reaps orphans.
    while true; do sleep 60 & wait $!; done' - "$work/private" </dev/null >"$work/box.log" 2>&1 &
  box=$!
  within 10 grep -q ready "$work/box.log"
  inside=$(pgrep -P "$box" | head -n 1)
  in_box ip link set lo up
}

# Runs a command in the namespaces.
in_box() {
  nsenter -t "$inside" --net --mount --pid "$@"
}

# Starts a server in the namespaces: name, command. Its output goes to NAME.log.
start_in_box() {
  local name=$1
  shift
  nsenter -t "$inside" --net --mount --pid "$@" >>"$work/$name.log" 2>&1 </dev/null &
}

docker() {
  in_box /usr/bin/docker --host "unix://$work/docker.sock" "$@"
}

start_docker() {
  echo '{}' >"$work/daemon.json"
  start_in_box docker dockerd --config-file="$work/daemon.json" --data-root="$work/docker/data" \
    --exec-root="$work/docker/exec" --pidfile="$work/docker/pid" --host="unix://$work/docker.sock" \
    --exec-opt=native.cgroupdriver=cgroupfs --bip=198.18.0.1/24
  within 30 docker version || {
    echo "${0##*/}: Docker did not start:" >&2
    tail -n 5 "$work/docker.log" >&2
    exit 2
  }
}

# The archive of the image; builds it if there is none.
image_file() {
  find "$PWD/target/dist" -maxdepth 1 -name 'baton-image_*.tar' 2>/dev/null | head -n 1
}

need_image() {
  archive=$(image_file)
  if [ -z "$archive" ]; then
    ./package --only image
    archive=$(image_file)
  fi
  # The name of the image in the archive.
  # shellcheck disable=SC2034 # for the scripts that source this file
  image=$(tar -xOf "$archive" manifest.json | sed 's/.*"RepoTags":\["\([^"]*\)".*/\1/')
}

# Ends the containers, so that their control groups go away, and then everything else.
finish_engine() {
  local code=$?
  trap - EXIT
  set +e
  if [ -S "$work/docker.sock" ]; then
    docker ps -aq | xargs -r /usr/bin/nsenter -t "$inside" --net --mount --pid \
      /usr/bin/docker --host "unix://$work/docker.sock" rm -f >/dev/null 2>&1
  fi
  declare -F before_end >/dev/null && before_end
  if [ -n "$box" ]; then
    kill -KILL "$inside" 2>/dev/null
    wait "$box" 2>/dev/null
  fi
  rm -rf --one-file-system "$work"
  exit "$code"
}
trap finish_engine EXIT
trap 'exit 130' INT TERM
