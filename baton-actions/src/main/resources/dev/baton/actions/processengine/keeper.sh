# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the programs of engine jobs. A shell (setsid sh -s baton-keeper) reads this script, and then requests,
# from a pipe; it sets _baton_setsid, _baton_shell, _baton_sleep, _baton_own and _baton_timer before.
# A request is a line that calls _baton_run. The shell ends when the pipe closes; the supervisors and
# programs that it has started continue.
#
# Standard output is a pipe to Baton:
#   s NUMBER          the supervisor of the request with this number was started
#   f NUMBER          it could not be started
#   e NUMBER PROGRAM  the program has ended; Baton kills what is left in its session
#
# JOB is the path of the engine job's files without their endings:
#   .json     the record, written before the request; its first line is the uid
#   .pid      written by the supervisor that runs the program
#   .program  written by own-session.sh just before the program starts
#   .out .err the output of the program
#   .cause    why the program was killed
#   .exit     the exit code of the program, written last
# Variables begin with _baton_, because the shell passes a changed variable to the program if the
# program's environment contains a variable with the same name.

# Usage: _baton_run NUMBER JOB UID TIMEOUT CGROUPS FOLDER VARIABLES PROGRAM ARG...
# VARIABLES is shell text that exports the variables of the program. The supervisor is a grandchild,
# so that this shell need not wait for it.
_baton_run() {
  if ( (_baton_supervise "$@") </dev/null 3>&1 >/dev/null 2>&1 &); then
    echo "s $1"
  else
    echo "f $1"
  fi
}

_baton_start() {
  read -r _baton_fields </proc/self/stat
  _baton_process=${_baton_fields%% *}
  # Splits the fields after the program name, because the name may contain any characters. The start
  # time is field 22 of the file.
  set -- ${_baton_fields##*) }
  shift 19
  _baton_started=$1
}

_baton_group() {
  _baton_program=
  { read -r _baton_program _baton_fields <"$_baton_job.program"; } 2>/dev/null
  [ -n "$_baton_program" ]
}

# Finds what is left in the session by a look at all processes. Used only if Baton is dead.
_baton_kill_session() {
  for _baton_stat in /proc/[0-9]*/stat; do
    { read -r _baton_fields <"$_baton_stat"; } 2>/dev/null || continue
    _baton_process=${_baton_fields%% *}
    set -- ${_baton_fields##*) }
    [ "$4" = "$_baton_program" ] && kill -s KILL "$_baton_process" 2>/dev/null
  done
}

_baton_become() {
  trap - PIPE
  cd -- "$_baton_folder" || exit 126
  unset OLDPWD
  eval "$_baton_variables"
  exec "$_baton_setsid" "$_baton_shell" -c "$_baton_own" "$_baton_job" "$_baton_cgroups" "$@"
}

_baton_supervise() {
  _baton_number=$1 _baton_job=$2 _baton_uid=$3 _baton_timeout=$4
  _baton_cgroups=$5 _baton_folder=$6 _baton_variables=$7
  shift 7
  trap : HUP INT TERM
  trap '' PIPE

  # There may be several requests for an engine job. Only the supervisor that creates the file runs
  # the program.
  _baton_start
  set -C
  { echo "$_baton_process $_baton_started $_baton_boot" >"$_baton_job.pid"; } 2>/dev/null || exit 0
  set +C
  # The engine job may have been deleted before. Then the program must not run.
  _baton_known=
  { read -r _baton_known <"$_baton_job.json"; } 2>/dev/null
  [ "$_baton_known" = "$_baton_uid" ] || exit 0

  _baton_alarm=
  if [ -n "$_baton_timeout" ]; then
    "$_baton_setsid" "$_baton_shell" -c "$_baton_timer" \
      "$_baton_job" "$_baton_sleep" "$_baton_timeout" 3>&- &
    _baton_alarm=$!
  fi

  # The program runs in the foreground, because a shell lets background processes ignore interrupts.
  (_baton_become "$@") >>"$_baton_job.out" 2>>"$_baton_job.err" 3>&-
  _baton_code=$?

  # The number of the alarm is its process group, except in the moment before setsid has run.
  if [ -n "$_baton_alarm" ]; then
    kill -s KILL -- "-$_baton_alarm" || kill -s KILL "$_baton_alarm"
  fi
  for _baton_cgroup in $_baton_cgroups; do
    while read -r _baton_process; do
      kill -s KILL "$_baton_process"
    done <"$_baton_cgroup/cgroup.procs"
    for _baton_stat in "$_baton_cgroup/memory.oom_control" "$_baton_cgroup/memory.events"; do
      while read -r _baton_process _baton_fields; do
        if [ "$_baton_process" = oom_kill ] && [ "$_baton_fields" != 0 ]; then
          echo out-of-memory >"$_baton_job.cause"
        fi
      done <"$_baton_stat"
    done
  done
  if _baton_group; then
    kill -s KILL -- "-$_baton_program"
    echo "e $_baton_number $_baton_program" >&3 || _baton_kill_session
  fi
  echo "$_baton_code" >"$_baton_job.exit"
}

read -r _baton_boot </proc/sys/kernel/random/boot_id
