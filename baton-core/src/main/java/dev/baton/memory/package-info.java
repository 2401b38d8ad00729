// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A backend in memory, for tests and for programs whose jobs need not survive the program. Depends
 * on {@code backend} and its dependencies. Start reading at: {@link
 * dev.baton.memory.InMemoryBackend}.
 */
@NullMarked
package dev.baton.memory;

import org.jspecify.annotations.NullMarked;
