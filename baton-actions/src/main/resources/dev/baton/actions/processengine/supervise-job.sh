# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the program of an engine job and writes down how it ended, whatever becomes of Baton.
# Usage: setsid --fork sh -c THIS supervise JOB UID TIMEOUT SETSID SLEEP SHELL OWN CGROUPS PROGRAM ARG...
#
# JOB is the path of the job's files without their endings: .json (its first line is the uid) was
# there before; .pid is written by who runs the job, .program by the program before it starts, .out
# and .err are its output, .cause says why it was killed, .exit is its exit code and comes last.
# Variables have long names, as the shell would pass on changes of what the program's environment
# has too.

_baton_job=$1 _baton_uid=$2 _baton_timeout=$3 _baton_setsid=$4 _baton_sleep=$5 _baton_shell=$6
_baton_own=$7 _baton_cgroups=$8
shift 8
trap : HUP INT TERM

_baton_start() {
  read -r _baton_fields <"/proc/$$/stat"
  # After the name, which may hold anything; the start time is field 22 of the whole.
  set -- ${_baton_fields##*) }
  shift 19
  _baton_started=$1
}

# Whoever creates the file runs the job: it is run once, however often this script is started.
_baton_start
read -r _baton_boot </proc/sys/kernel/random/boot_id
set -C
{ echo "$$ $_baton_started $_baton_boot" >"$_baton_job.pid"; } 2>/dev/null || exit 0
set +C
# It may have been deleted before this shell came that far.
_baton_known=
{ read -r _baton_known <"$_baton_job.json"; } 2>/dev/null
[ "$_baton_known" = "$_baton_uid" ] || exit 0

_baton_group() {
  _baton_program=
  { read -r _baton_program _baton_fields <"$_baton_job.program"; } 2>/dev/null
  [ -n "$_baton_program" ]
}

# Members of the session in other groups first; the group of the program last.
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

# In the foreground, as what a shell runs in the background ignores interrupts.
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
