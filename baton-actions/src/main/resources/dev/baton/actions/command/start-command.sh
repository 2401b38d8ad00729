# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Waits for a line from Baton and then becomes a command. Baton sends the line after its guard has
# learned the number of this process, so that no command runs without a guard.
# Usage: setsid sh -c THIS baton-command INPUT PROGRAM ARG...
#
# INPUT is a file with the command's standard input, or empty. The file is removed after it was
# opened. The shell passes a changed variable to the command if the command's environment contains
# a variable with the same name; therefore the only variable begins with _baton_.

read -r _baton_line || exit 0
if [ -n "$1" ]; then
  exec <"$1"
  rm -f -- "$1" 2>/dev/null
else
  exec </dev/null
fi
shift
exec "$@"
