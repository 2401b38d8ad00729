// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

/** The meaning of the engine's answer to the creation of a container. */
enum CreateResult {
  CREATED,
  IMAGE_MISSING,
  NAME_IN_USE,
  REFUSED;

  /** Podman answers 500 if the name is in use, and only the text shows it. */
  private static final String IN_USE = "already in use";

  static CreateResult of(DockerApi.Reply reply) {
    return switch (reply.status()) {
      case 201 -> CREATED;
      case 404 -> IMAGE_MISSING;
      case 409 -> NAME_IN_USE;
      default -> reply.status() >= 500 && reply.message().contains(IN_USE) ? NAME_IN_USE : REFUSED;
    };
  }
}
