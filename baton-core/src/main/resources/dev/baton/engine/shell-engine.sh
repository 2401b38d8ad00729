# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# What an engine does on the host that it has a shell of. Variables are set before: op, root, name,
# and job, timeout, after where the operation needs them.
#
# Each engine job is a folder: job is its script, whose first line has its labels; lock is held by
# who supervises it; begun says since when it runs, pid is its group, out its output, cause why it
# was killed, exit how it ended; deleted says that it is to go.

umask 077
command -v setsid >/dev/null && command -v flock >/dev/null || exit 45
case $root in /*) ;; *) root=$HOME/$root ;; esac
mkdir -p "$root" && cd "$root" || exit 46

# A program is begun once: whoever has the lock and finds that nobody began.
supervise='
  exec 9>>lock
  flock 9
  [ -e begun ] || [ -e deleted ] && exit
  trap : HUP INT TERM
  read -r boot </proc/sys/kernel/random/boot_id
  echo "$(date +%s.%N) $boot" >begun.new
  mv begun.new begun
  setsid sh ./job </dev/null >>out 2>&1 9>&- &
  pid=$!
  echo $pid >pid
  if [ -n "$0" ]; then
    ( trap "" TERM
      sleep "$0"
      echo timeout >cause
      kill -s TERM -- -$pid
      sleep 2
      kill -s KILL -- -$pid ) 9>&- &
  fi
  wait $pid
  code=$?
  kill -s KILL -- -$pid 2>/dev/null
  echo "$code $(date +%s.%N) $(cat cause 2>/dev/null)" >exit.new
  ln exit.new exit 2>/dev/null
  rm -f exit.new
  kill -s KILL 0'

# The folder goes at once, under another name; who waits for the lock finds that it is deleted.
remove='
  exec 9>>lock
  tries=0
  until flock -n 9; do
    pid=
    [ -e pid ] && read -r pid <pid
    if [ -n "$pid" ]; then
      [ $tries -eq 0 ] && kill -s TERM -- -$pid
      [ $tries -gt 20 ] && kill -s KILL -- -$pid
      tries=$((tries + 1))
    fi
    sleep 0.1
  done
  cd ..
  mv "$0" ".gone-$0-$$" && rm -rf ".gone-$0-$$"'

# The job stays, with its output and its end.
end='
  read -r pid <pid || exit
  kill -s TERM -- -$pid
  tries=0
  until [ -e exit ] || [ $tries -gt 20 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  [ -e exit ] || kill -s KILL -- -$pid'

# What began and has no supervisor any more: how it ended nobody knows.
lose() {
  [ -e "$1/begun" ] && [ ! -e "$1/exit" ] || return 0
  flock -n "$1/lock" true 2>/dev/null || return 0
  read -r when boot <"$1/begun"
  read -r now </proc/sys/kernel/random/boot_id
  if [ "$boot" = "$now" ] && [ -e "$1/pid" ]; then
    read -r pid <"$1/pid"
    kill -s KILL -- "-$pid" 2>/dev/null
  fi
  echo "lost $(date +%s.%N)" >"$1/exit.$$"
  ln "$1/exit.$$" "$1/exit"
  rm -f "$1/exit.$$"
}

# Name, whether it is deleted, since when it runs, how it ended, labels; nothing if there is none.
show() {
  {
    [ -e "$1/job" ] || return 0
    lose "$1"
    deleted= begun= ended= labels=
    [ -e "$1/deleted" ] && deleted=deleted
    [ -e "$1/begun" ] && read -r begun boot <"$1/begun"
    [ -e "$1/exit" ] && read -r ended <"$1/exit"
    read -r labels <"$1/job"
    [ -e "$1/job" ] || return 0
  } 2>/dev/null
  printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$deleted" "$begun" "$ended" "${labels#\# }"
}

create() {
  mkdir -p "$name"
  # Whoever comes first makes it; it is there as a whole or not at all.
  if [ ! -e "$name/job" ]; then
    printf '%s' "$job" >"$name/job.$$"
    ln "$name/job.$$" "$name/job"
    rm -f "$name/job.$$"
  fi 2>/dev/null
  if [ ! -e "$name/begun" ] && [ ! -e "$name/deleted" ]; then
    (cd "$name" && setsid sh -c "$supervise" "$timeout" >/dev/null 2>&1 &)
  fi
  show "$name"
}

find() {
  show "$name"
}

delete() {
  [ -e "$name/job" ] || return 0
  : >"$name/deleted"
  (cd "$name" && setsid sh -c "$remove" "$name" >/dev/null 2>&1 &)
}

stop() {
  [ -e "$name/begun" ] && [ ! -e "$name/exit" ] || return 0
  (cd "$name" && setsid sh -c "$end" >/dev/null 2>&1 &)
}

# The identity of this folder, made by who asks first, and the name of the host.
place() {
  if [ ! -s .identity ]; then
    od -An -tx1 -N16 /dev/urandom | tr -d ' \n' >".identity.$$"
    ln ".identity.$$" .identity
    rm -f ".identity.$$"
  fi 2>/dev/null
  cat .identity
  echo
  uname -n
}

# All output from a position on, until it is over.
logs() {
  cd "$name" 2>/dev/null || exit 44
  while :; do
    [ -e job ] || exit 44
    over=
    [ -e exit ] && over=yes
    size=0
    [ -e out ] && size=$(($(wc -c <out)))
    if [ "$size" -gt "$after" ]; then
      tail -c "+$((after + 1))" out | head -c "$((size - after))" || exit 47
      after=$size
    elif [ -n "$over" ]; then
      [ -e deleted ] && exit 44
      exit 0
    else
      lose .
      sleep 0.2
    fi
  done
}

list() {
  for each in *; do
    show "$each"
  done
}

check() {
  echo "$(uname -srn)"
  nproc
  while read -r key value unit; do
    if [ "$key" = MemTotal: ]; then echo "$value"; fi
  done </proc/meminfo
}

"$op" </dev/null
