// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.Map;

/**
 * An engine job as it stood when it was read.
 *
 * @param name by which it was made
 * @param uid tells it from others of its name, made before or after: at most 64 printable ASCII
 *     characters without spaces and colons
 * @param labels those of its spec and those that the engine added
 * @param status how it goes
 * @param deleting whether its deletion was accepted and is under way
 */
public record EngineJob(
    String name, String uid, Map<String, String> labels, EngineStatus status, boolean deleting) {

  public EngineJob {
    labels = Map.copyOf(labels);
  }
}
