// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Checks whether a process could start with its settings on this machine, without starting it and
 * without changing anything. Start reading at: {@link dev.baton.doctor.CheckInstallation}.
 */
@NullMarked
package dev.baton.doctor;

import org.jspecify.annotations.NullMarked;
