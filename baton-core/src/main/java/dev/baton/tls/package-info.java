// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Certificates and keys in PEM files, for servers and clients that use TLS. The files are read
 * again when they have changed, so a new certificate needs no restart. Depends on {@code error} and
 * {@code service} only. Start reading at: {@link dev.baton.tls.ShowCertificate}.
 */
@NullMarked
package dev.baton.tls;

import org.jspecify.annotations.NullMarked;
