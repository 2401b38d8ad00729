// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The part that all external boards share: the window and its feeder, claims, reconcile. A driver
 * implements {@link dev.baton.externalboard.EntryQueue} and {@link
 * dev.baton.externalboard.LockSession}. Depends on {@code backend} and its dependencies. Start
 * reading at: {@link dev.baton.externalboard.ExternalBoardBackend}.
 */
@NullMarked
package dev.baton.externalboard;

import org.jspecify.annotations.NullMarked;
