// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The information that an engine gives about itself. Null values are unknown.
 *
 * @param product the name of the product, for display, such as {@code Docker Engine}
 * @param version the version of the product
 * @param address the address at which the engine was reached, without credentials
 * @param capacity the total amount that engine jobs may use
 * @param load the amount that is in use or reserved, by anybody
 * @param operations the operations that executors perform in the engine, and whether the
 *     credentials of this process permit them; empty if the engine does not report this
 */
public record EngineCheck(
    String product,
    @Nullable String version,
    String address,
    Amount capacity,
    Amount load,
    List<Operation> operations) {

  public EngineCheck {
    operations = List.copyOf(operations);
  }

  /**
   * Creates the check of an engine that does not report which operations the credentials permit.
   */
  public EngineCheck(
      String product, @Nullable String version, String address, Amount capacity, Amount load) {
    this(product, version, address, capacity, load, List.of());
  }

  /**
   * An operation that executors perform in the engine.
   *
   * @param name for display, such as {@code create jobs in namespace 'batch'}
   * @param refusal why the operation is not possible; null if it is possible
   * @param isNeeded whether engine jobs cannot run without the operation
   */
  public record Operation(String name, @Nullable String refusal, boolean isNeeded) {

    /** Creates an operation without which no engine job can run. */
    public static Operation needed(String name, @Nullable String refusal) {
      return new Operation(name, refusal, true);
    }

    /** Whether engine jobs cannot run because this operation is not possible. */
    public boolean isMissing() {
      return refusal != null && isNeeded;
    }
  }

  /**
   * An amount of resources.
   *
   * @param cpus in cores
   * @param memory in bytes
   * @param jobs the number of engine jobs that have not ended; it includes engine jobs that others
   *     have created, if the engine reports them
   */
  public record Amount(@Nullable BigDecimal cpus, @Nullable Long memory, @Nullable Long jobs) {
    /** An amount of which nothing is known. */
    public static final Amount UNKNOWN = new Amount(null, null, null);
  }

  /**
   * The used share of the scarcer resource, cpus or memory: 0 means idle, 1 means full, more means
   * overcommitted.
   *
   * @return null if the engine does not report the values
   */
  public @Nullable Double share() {
    Double cpus = share(load.cpus(), capacity.cpus());
    Double memory = share(load.memory(), capacity.memory());
    if (cpus == null || memory == null) {
      return cpus == null ? memory : cpus;
    }
    return Math.max(cpus, memory);
  }

  private static @Nullable Double share(@Nullable Number used, @Nullable Number whole) {
    return used == null || whole == null || whole.doubleValue() <= 0
        ? null
        : used.doubleValue() / whole.doubleValue();
  }
}
