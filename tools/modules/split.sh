#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
# Splits the Maven modules of a checkout of Baton: split.sh WORKTREE
# The working tree must be clean. The script changes files and the index; it commits nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: split.sh WORKTREE}"
[ -z "$(git status --porcelain)" ] || { echo "split: the working tree is not clean" >&2; exit 1; }
python3 -B "$here/split.py" "$here"
git add -A
echo "split: now run the formatter (it sorts imports), then compile; see $here/README.md"
