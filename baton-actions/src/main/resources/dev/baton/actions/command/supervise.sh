# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command as the leader of a session and kills the whole session when Baton says so, when
# Baton dies, and when the command has ended. Usage: setsid sh -c THIS supervise INPUT PROGRAM ARG...
#
# Standard input is the line to Baton: each line read is the name of a signal for the group; its end
# means SIGKILL for everything in the session. Baton closes it when the command has ended; the
# kernel does when Baton dies, however it dies.
#
# INPUT is a file for the command's standard input, which is removed once open, or empty.

# A signal for the group must reach the command and not end this shell before it.
trap : HUP INT TERM
input=$1
shift

# 3: the line to Baton. 4: the command's standard error; the shell's own remarks ("Killed") go nowhere.
exec 3<&0 4>&2 2>/dev/null </dev/null
if [ -n "$input" ]; then
  exec 5<"$input"
  rm -f -- "$input"
else
  exec 5</dev/null
fi

# In a subshell $$ is still this shell, whose id is that of the group and of the session. It stays
# taken as long as the watcher lives, so that no other group can have it.
(
  trap '' HUP INT QUIT TERM PIPE
  exec 0<&3 3<&- 4>&- 5<&- >/dev/null
  while read -r signal; do
    kill -s "$signal" -- "-$$"
  done
  # Members of the session in other groups first; the group, with this watcher, last.
  for stat in /proc/[0-9]*/stat; do
    read -r fields <"$stat" || continue
    process=${fields%% *}
    # After the name, which may hold anything: state, parent, group, session.
    set -- ${fields##*) }
    if [ "$4" = "$$" ] && [ "$3" != "$$" ]; then
      kill -s KILL "$process"
    fi
  done
  kill -s KILL -- "-$$"
) &
exec 3<&-

# In a subshell, as the shell applies the redirections of a plain command to itself for a while.
(exec "$@" <&5 5<&- 2>&4 4>&-)
exit $?
