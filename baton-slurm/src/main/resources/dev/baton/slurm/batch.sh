# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# The script that Slurm runs for an engine job. Baton puts assignments of these variables before it:
#   _baton_job      the folder of the engine job's files
#   _baton_uid      the uid of the engine job, which is also the first line of its record
#   _baton_timeout  the timeout in seconds, or empty
#   _baton_repeats  how often a program that failed is run again
#   _baton_keep     not empty if the file with the program must not be removed, because the program
#                   may have to start again
# The script writes these files into the folder of the engine job or of the instance:
#   claim   the number of the Slurm job that runs the program
#   rounds  how often the program was started
#   cause   why the program was killed or could not start
#   pid     the process number of the program
#   out err the output of the program
#   exit    the exit code of the program, written last
# Variables begin with _baton_, because the shell passes a changed variable to the program if the
# program's environment contains a variable with the same name.

# A shared file system may show new files to this machine some seconds late.
_baton_known= _baton_tries=0
until { read -r _baton_known <"$_baton_job/record"; } 2>/dev/null || [ "$_baton_tries" -ge 5 ]; do
  _baton_tries=$((_baton_tries + 1))
  sleep 1
done
# Ends if the engine job was deleted, and perhaps created again, before Slurm started this script.
[ "$_baton_known" = "$_baton_uid" ] || exit 0

# Each task of an array is one instance and has its own folder.
_baton_whole=$_baton_job
if [ -n "$SLURM_ARRAY_TASK_ID" ]; then
  _baton_job=$_baton_whole/$SLURM_ARRAY_TASK_ID
  BATON_INSTANCE=$SLURM_ARRAY_TASK_ID
  export BATON_INSTANCE
fi
_baton_submitted=${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}

# The engine job may have been submitted several times. Only the Slurm job that creates the file runs
# the program.
set -C
{ echo "$_baton_submitted" >"$_baton_job/claim"; } 2>/dev/null
set +C
_baton_owner=
{ read -r _baton_owner <"$_baton_job/claim"; } 2>/dev/null
if [ -z "$_baton_owner" ]; then
  echo "cannot write to $_baton_job"
  exit 126
fi
[ "$_baton_owner" = "$_baton_submitted" ] || exit 0

# Signals do not end this shell, because it must write how the program ended.
trap : HUP INT TERM
_baton_guard=
if [ -n "$_baton_timeout" ]; then
  (
    trap '' TERM
    sleep "$_baton_timeout"
    echo timeout >"$_baton_job/cause"
    read -r _baton_program <"$_baton_job/pid"
    kill -s TERM "$_baton_program"
    sleep 5
    kill -s KILL "$_baton_program"
  ) </dev/null >/dev/null 2>&1 &
  _baton_guard=$!
fi

_baton_code=126
while :; do
  _baton_rounds=0
  { read -r _baton_rounds <"$_baton_job/rounds"; } 2>/dev/null
  if [ "$_baton_rounds" -gt "$_baton_repeats" ]; then
    [ -s "$_baton_job/cause" ] || echo repeated >"$_baton_job/cause"
    break
  fi
  echo $((_baton_rounds + 1)) >"$_baton_job/rounds"
  # The program runs in the foreground, because a shell lets background processes ignore interrupts.
  /bin/sh "$_baton_whole/run" "$_baton_job" "$_baton_keep" </dev/null \
    >>"$_baton_job/out" 2>>"$_baton_job/err"
  _baton_code=$?
  if [ "$_baton_code" -eq 0 ] || [ -s "$_baton_job/cause" ] ||
    [ "$_baton_rounds" -ge "$_baton_repeats" ]; then
    break
  fi
done
echo "$_baton_code" >"$_baton_job/exit"
rm -f "$_baton_job/run"
[ -z "$_baton_guard" ] || kill -s KILL "$_baton_guard"
exit "$_baton_code"
