// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A backend in memory: for tests, and for programs that need no job to outlive them. Depends on
 * {@code backend} and what that depends on. Entry type: {@link dev.baton.memory.InMemoryBackend}.
 */
@NullMarked
package dev.baton.memory;

import org.jspecify.annotations.NullMarked;
