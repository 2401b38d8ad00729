// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Stress tests of services with starts, stops and calls from many threads. Start reading at: {@link
 * dev.baton.testkit.service.ServiceStress}.
 */
@NullMarked
package dev.baton.testkit.service;

import org.jspecify.annotations.NullMarked;
