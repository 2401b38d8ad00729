// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

/** A fault could not be injected now. This does not count as a failure. */
public final class FaultNotPossibleException extends Exception {
  private static final long serialVersionUID = 1;

  FaultNotPossibleException(String message) {
    super(message);
  }
}
