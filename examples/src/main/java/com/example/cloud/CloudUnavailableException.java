// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

/** The cloud does not answer or reports that it is unavailable; another attempt may succeed. */
final class CloudUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  CloudUnavailableException(String message) {
    super(message);
  }
}
