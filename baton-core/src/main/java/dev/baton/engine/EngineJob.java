// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.Map;

/**
 * The state of an engine job at the time when it was read.
 *
 * @param name the name under which it was created
 * @param uid distinguishes it from earlier and later engine jobs with the same name: at most 64
 *     printable ASCII characters without spaces and colons
 * @param labels the labels of its spec and the labels that the engine added
 * @param status the status of the program
 * @param deleting whether its deletion was accepted and is not complete
 */
public record EngineJob(
    String name, String uid, Map<String, String> labels, EngineStatus status, boolean deleting) {

  public EngineJob {
    labels = Map.copyOf(labels);
  }
}
