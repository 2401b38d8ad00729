// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Uses a CIMI server, which is Nuvla's server or a Baton server reached only through its public
 * API, as the job store of executors and distributors. Depends on the core and on {@code
 * httpclient}. Start reading at: {@link dev.baton.cimi.CimiBackend}.
 */
@NullMarked
package dev.baton.cimi;

import org.jspecify.annotations.NullMarked;
