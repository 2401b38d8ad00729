// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Compares the databases that can run inside the process of Baton: speed, and whether acknowledged
 * writes survive kills, full disks and damaged files.
 */
@NullMarked
package dev.baton.bench.embedded;

import org.jspecify.annotations.NullMarked;
