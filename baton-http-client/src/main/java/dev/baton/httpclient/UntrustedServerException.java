// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The certificate of a server is not accepted. The message says why, and what to do. */
final class UntrustedServerException extends CertificateException {

  UntrustedServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
