// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

/** The cloud or a person refused; another attempt will not help. */
final class CloudRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  CloudRefusedException(String message) {
    super(message);
  }
}
