// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.time.Duration;

/** Ends and removes containers. */
final class StopContainer {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final int IN_PROGRESS = 409;

  private final DockerApi api;
  private final Duration grace;

  /**
   * @param grace how long a program may take to end when it is asked to, before it is killed
   */
  StopContainer(DockerApi api, Duration grace) {
    this.api = api;
    this.grace = grace;
  }

  /** Asks the program to end, then kills it; returns when it has ended. Idempotent. */
  void stop(String id) {
    String path = "/containers/" + id + "/stop?t=" + grace.toSeconds();
    DockerApi.Response response = api.post(path, null, BOUND.plus(grace));
    // What cannot be stopped gently can be killed; what is gone is ended.
    if (!response.isOk() && response.status() != 404) {
      api.post("/containers/" + id + "/kill", null, BOUND);
    }
  }

  /** Removes a container with the volumes that are its own. Idempotent. */
  void remove(String id) {
    DockerApi.Response response = api.delete("/containers/" + id + "?force=1&v=1", BOUND);
    if (!response.isOk() && response.status() != 404 && response.status() != IN_PROGRESS) {
      throw api.refusal("to remove container " + id, response);
    }
  }
}
