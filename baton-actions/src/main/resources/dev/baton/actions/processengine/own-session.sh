# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Writes the identity of this process into a file and then becomes the program of an engine job. The
# process is the leader of a session, so that a kill of the session reaches all its children.
# Usage: setsid sh -c THIS JOB CGROUPS PROGRAM ARG...

_baton_start() {
  read -r _baton_fields <"/proc/$$/stat"
  set -- ${_baton_fields##*) }
  shift 19
  _baton_started=$1
}
_baton_start
read -r _baton_boot </proc/sys/kernel/random/boot_id
for _baton_cgroup in $1; do
  echo "$$" >"$_baton_cgroup/cgroup.procs" || exit 126
done
shift
echo "$$ $_baton_started $_baton_boot" >"$0.program"
# This trap runs only if the program cannot be executed; otherwise the program replaces the shell.
trap 'echo cannot-start >"$0.cause"' EXIT
exec "$@"
