// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import java.io.IOException;

/** A server answered a request with an error. */
public final class RefusedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public RefusedRequestException(String what, int status, Object body) {
    super(what + " was answered with " + status + " " + body);
    this.status = status;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }
}
