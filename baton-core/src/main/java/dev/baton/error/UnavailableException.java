// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * A system that Baton needs did not answer, such as a database, ZooKeeper or a server of Baton. It
 * is unknown whether the request took effect. The same request may succeed later.
 */
public final class UnavailableException extends BatonException {
  public UnavailableException(String message) {
    this(message, null);
  }

  public UnavailableException(String message, @Nullable Throwable cause) {
    super("unavailable", message, cause);
  }
}
