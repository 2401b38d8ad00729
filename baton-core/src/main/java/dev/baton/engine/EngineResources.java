// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The resources that an engine job needs and may use. Null means not set.
 *
 * @param cpuRequest cores that the engine reserves; may be a fraction
 * @param cpuLimit maximum number of cores that the engine job may use
 * @param memoryRequest bytes that the engine reserves
 * @param memoryLimit maximum number of bytes that the engine job may use; a program that needs more
 *     ends with {@link EngineReason#OUT_OF_MEMORY}
 */
public record EngineResources(
    @Nullable BigDecimal cpuRequest,
    @Nullable BigDecimal cpuLimit,
    @Nullable Long memoryRequest,
    @Nullable Long memoryLimit) {

  /** No requests and no limits. */
  public static final EngineResources NONE = new EngineResources(null, null, null, null);

  public EngineResources {
    check("cpu-request", cpuRequest);
    check("cpu-limit", cpuLimit);
    check("memory-request", memoryRequest == null ? null : BigDecimal.valueOf(memoryRequest));
    check("memory-limit", memoryLimit == null ? null : BigDecimal.valueOf(memoryLimit));
    if (cpuRequest != null && cpuLimit != null && cpuRequest.compareTo(cpuLimit) > 0) {
      throw new InvalidInputException(
          "cpu-request is " + cpuRequest + ", more than cpu-limit, which is " + cpuLimit);
    }
    if (memoryRequest != null && memoryLimit != null && memoryRequest > memoryLimit) {
      throw new InvalidInputException(
          "memory-request is " + memoryRequest + ", more than memory-limit, " + memoryLimit);
    }
  }

  private static void check(String field, @Nullable BigDecimal value) {
    if (value != null && value.signum() <= 0) {
      throw new InvalidInputException(field + " is " + value + "; expected more than 0");
    }
  }
}
