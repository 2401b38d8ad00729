// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A user-defined engine that runs programs on another host through SSH. Start reading at: {@link
 * SshPlugin}.
 */
@NullMarked
package com.example.ssh;

import org.jspecify.annotations.NullMarked;
