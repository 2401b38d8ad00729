// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A CIMI server, Nuvla's or a Baton server seen only through its public API, as the job store of
 * executors and distributors. Depends on the core and the JDK's HTTP client. Entry type: {@link
 * dev.baton.cimi.CimiBackend}.
 */
@NullMarked
package dev.baton.cimi;

import org.jspecify.annotations.NullMarked;
