// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.time.Duration;

/**
 * Stops and removes containers.
 *
 * @param grace the time between the request to end and the kill of a program
 */
record StopContainer(DockerApi api, Duration grace) {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final int IN_PROGRESS = 409;

  /**
   * Asks the program to end, and kills it if it still runs after {@link #grace}. Returns when the
   * program has ended. Idempotent.
   */
  void stop(String id) {
    String path = "/containers/" + id + "/stop?t=" + grace.toSeconds();
    DockerApi.Reply response = api.post(path, null, BOUND.plus(grace));
    // If the stop fails, the container is killed. A container that no longer exists (404) has
    // ended, so nothing is killed.
    if (!response.isOk() && response.status() != 404) {
      api.post("/containers/" + id + "/kill", null, BOUND);
    }
  }

  /** Removes a container with its anonymous volumes. Idempotent. */
  void remove(String id) {
    DockerApi.Reply response = api.delete("/containers/" + id + "?force=1&v=1", BOUND);
    if (!response.isOk() && response.status() != 404 && response.status() != IN_PROGRESS) {
      throw api.refusal("to remove container " + id, response);
    }
  }
}
