// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Lifecycle, poll loops, waiting, batching and time, for all parts of Baton that run for a long
 * time. Does not depend on jobs. It is the only package that may read clocks or sleep. Start
 * reading at: {@link dev.baton.service.Service}.
 */
@NullMarked
package dev.baton.service;

import org.jspecify.annotations.NullMarked;
