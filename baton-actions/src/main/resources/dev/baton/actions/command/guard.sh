# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Sends signals to commands, and ends all of them when Baton dies. Usage: setsid sh -c THIS baton-guard
#
# Standard input is a pipe from Baton. A line has a verb and the number of a session, which is also
# the number of the command's process group:
#   + the session belongs to Baton from now on
#   t TERM for the process group
#   k KILL for the process group
#   - the session does not belong to Baton any more
# The kernel closes the pipe when Baton ends in any way. Then all sessions are killed.

trap '' HUP INT QUIT TERM PIPE
sessions=' '
while read -r verb session; do
  case $verb in
    +) sessions="$sessions$session " ;;
    t) kill -s TERM -- "-$session" ;;
    k) kill -s KILL -- "-$session" ;;
    -)
      case $sessions in
        *" $session "*) sessions="${sessions%% "$session" *} ${sessions#* "$session" }" ;;
      esac
      ;;
  esac
done

[ "$sessions" = ' ' ] && exit
for session in $sessions; do
  kill -s KILL -- "-$session"
done
# Processes in other process groups of the sessions can only be found in the list of all processes.
# They may create others meanwhile, so the search is repeated until it finds none.
tries=0
until [ $tries -eq 10 ]; do
  tries=$((tries + 1))
  found=
  for stat in /proc/[0-9]*/stat; do
    read -r fields <"$stat" || continue
    process=${fields%% *}
    # Splits the fields after the program name, because the name may contain any characters. The
    # fields are state, parent, group and session.
    set -- ${fields##*) }
    case $sessions in
      *" $4 "*) [ "$1" = Z ] || { kill -s KILL "$process" && found=yes; } ;;
    esac
  done
  [ -n "$found" ] || exit
done
