# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the program of an engine job and writes how it ended into a file, even if Baton dies.
# Usage: setsid --fork sh -c THIS supervise JOB UID TIMEOUT SETSID SLEEP SHELL OWN CGROUPS PROGRAM ARG...
#
# JOB is the path of the engine job's files without their endings:
#   .json     the record, written before this script starts; its first line is the uid
#   .pid      written by the instance of this script that runs the program
#   .program  written by own-session.sh just before the program starts
#   .out .err the output of the program
#   .cause    why the program was killed
#   .exit     the exit code of the program, written last
# Variables begin with _baton_, because the shell passes a changed variable to the program if the
# program's environment contains a variable with the same name.

_baton_job=$1 _baton_uid=$2 _baton_timeout=$3 _baton_setsid=$4 _baton_sleep=$5 _baton_shell=$6
_baton_own=$7 _baton_cgroups=$8
shift 8
trap : HUP INT TERM

_baton_start() {
  read -r _baton_fields <"/proc/$$/stat"
  # Splits the fields after the program name, because the name may contain any characters. The start
  # time is field 22 of the file.
  set -- ${_baton_fields##*) }
  shift 19
  _baton_started=$1
}

# This script may be started several times. Only the instance that creates the file runs the program.
_baton_start
read -r _baton_boot </proc/sys/kernel/random/boot_id
set -C
{ echo "$$ $_baton_started $_baton_boot" >"$_baton_job.pid"; } 2>/dev/null || exit 0
set +C
# The engine job may have been deleted before. Then the program must not run.
_baton_known=
{ read -r _baton_known <"$_baton_job.json"; } 2>/dev/null
[ "$_baton_known" = "$_baton_uid" ] || exit 0

_baton_group() {
  _baton_program=
  { read -r _baton_program _baton_fields <"$_baton_job.program"; } 2>/dev/null
  [ -n "$_baton_program" ]
}

# Kills the processes of the session in other groups first and the group of the program last, because
# the session is found by the process number of the program, which must not be reused before.
_baton_kill() {
  for _baton_stat in /proc/[0-9]*/stat; do
    { read -r _baton_fields <"$_baton_stat"; } 2>/dev/null || continue
    _baton_process=${_baton_fields%% *}
    set -- ${_baton_fields##*) }
    if [ "$4" = "$_baton_program" ] && [ "$3" != "$_baton_program" ]; then
      kill -s KILL "$_baton_process" 2>/dev/null
    fi
  done
  kill -s KILL -- "-$_baton_program" 2>/dev/null
}

if [ -n "$_baton_timeout" ]; then
  (
    trap '' TERM
    "$_baton_sleep" "$_baton_timeout"
    _baton_group || exit
    echo timeout >"$_baton_job.cause"
    kill -s TERM -- "-$_baton_program"
    "$_baton_sleep" 5
    _baton_kill
  ) </dev/null >/dev/null 2>&1 &
fi

# The program runs in the foreground, because a shell lets background processes ignore interrupts.
("$_baton_setsid" "$_baton_shell" -c "$_baton_own" "$_baton_job" "$_baton_cgroups" "$@") \
  </dev/null >>"$_baton_job.out" 2>>"$_baton_job.err"
_baton_code=$?
_baton_group && _baton_kill

for _baton_cgroup in $_baton_cgroups; do
  for _baton_stat in "$_baton_cgroup/memory.oom_control" "$_baton_cgroup/memory.events"; do
    while read -r _baton_process _baton_fields; do
      if [ "$_baton_process" = oom_kill ] && [ "$_baton_fields" != 0 ]; then
        echo out-of-memory >"$_baton_job.cause"
      fi
    done 2>/dev/null <"$_baton_stat"
  done 2>/dev/null
done
echo "$_baton_code" >"$_baton_job.exit"
[ -z "$_baton_timeout" ] || kill -s KILL 0
