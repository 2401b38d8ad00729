// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machines on which an engine job may run.
 *
 * @param nodeSelector labels that a machine must have
 * @param tolerations taints that a machine may have
 */
public record EnginePlacement(Map<String, String> nodeSelector, List<Toleration> tolerations) {

  /** No restriction. */
  public static final EnginePlacement ANYWHERE = new EnginePlacement(Map.of(), List.of());

  public EnginePlacement {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  /**
   * A taint of a machine that the engine job tolerates.
   *
   * @param value null for any value
   * @param effect null for all effects
   */
  public record Toleration(String key, @Nullable String value, @Nullable String effect) {
    private static final List<String> EFFECTS =
        List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    public Toleration {
      if (effect != null && !EFFECTS.contains(effect)) {
        throw new InvalidInputException(
            "tolerations has the effect '"
                + effect
                + "'; allowed: "
                + String.join(", ", EFFECTS)
                + ", or no effect, which means all of them");
      }
    }
  }
}
