// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The resources of the REST API (docs/spec/nuvla.md and Baton's own resources), one class each, and
 * the server that serves them. Depends on {@code server} and the core. Start reading at: {@link
 * dev.baton.rest.ApiServer}.
 */
@NullMarked
package dev.baton.rest;

import org.jspecify.annotations.NullMarked;
