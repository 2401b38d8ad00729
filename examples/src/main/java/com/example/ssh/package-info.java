// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** An engine of one's own: programs on another host, through SSH. Entry: {@link SshPlugin}. */
@NullMarked
package com.example.ssh;

import org.jspecify.annotations.NullMarked;
