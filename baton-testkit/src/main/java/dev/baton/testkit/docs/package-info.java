// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Finds the commands in the documentation, so that tests can check them. Depends on nothing. Start
 * reading at: {@link dev.baton.testkit.docs.DocumentedCommand}.
 */
@NullMarked
package dev.baton.testkit.docs;

import org.jspecify.annotations.NullMarked;
