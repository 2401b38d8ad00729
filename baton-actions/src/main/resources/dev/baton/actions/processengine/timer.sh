# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Ends the program of an engine job when its timeout is over: TERM, and KILL 5 seconds later. The
# supervisor kills this shell and its child when the program has ended.
# Usage: setsid sh -c THIS JOB SLEEP TIMEOUT

_baton_program=
"$1" "$2"
{ read -r _baton_program _baton_fields <"$0.program"; } 2>/dev/null
[ -n "$_baton_program" ] || exit
echo timeout >"$0.cause"
kill -s TERM -- "-$_baton_program"
"$1" 5
kill -s KILL -- "-$_baton_program"
