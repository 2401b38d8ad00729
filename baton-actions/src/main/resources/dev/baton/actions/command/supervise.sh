# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command in a session and kills all processes of the session when Baton requests it, when
# Baton dies, and when the command has ended. Usage: setsid sh -c THIS supervise INPUT PROGRAM ARG...
#
# Standard input is a pipe from Baton. Each line contains the name of a signal for the process group.
# The end of the input means SIGKILL for all processes of the session. Baton closes the pipe when the
# command has ended; the kernel closes it when Baton dies in any way.
#
# INPUT is a file with the command's standard input, or empty. The file is removed after it was opened.

# A signal for the process group must reach the command, but not end this shell before the command.
trap : HUP INT TERM
input=$1
shift

# 3 is the pipe from Baton. 4 is the command's standard error. The shell's own messages, such as
# "Killed", are dropped.
exec 3<&0 4>&2 2>/dev/null </dev/null
if [ -n "$input" ]; then
  exec 5<"$input"
  rm -f -- "$input"
else
  exec 5</dev/null
fi

# This subshell reads the pipe. In a subshell, $$ is still the number of the main shell, which is also
# the number of the process group and of the session. No other group can get this number while the
# subshell lives.
(
  trap '' HUP INT QUIT TERM PIPE
  exec 0<&3 3<&- 4>&- 5<&- >/dev/null
  while read -r signal; do
    kill -s "$signal" -- "-$$"
  done
  # Kills the processes of the session in other groups first. The main group is last, because it
  # contains this subshell.
  for stat in /proc/[0-9]*/stat; do
    read -r fields <"$stat" || continue
    process=${fields%% *}
    # Splits the fields after the program name, because the name may contain any characters. The
    # fields are state, parent, group and session.
    set -- ${fields##*) }
    if [ "$4" = "$$" ] && [ "$3" != "$$" ]; then
      kill -s KILL "$process"
    fi
  done
  kill -s KILL -- "-$$"
) &
exec 3<&-

# The command runs in a subshell, because for a simple command the shell would apply the redirections
# to itself for a moment.
(exec "$@" <&5 5<&- 2>&4 4>&-)
exit $?
