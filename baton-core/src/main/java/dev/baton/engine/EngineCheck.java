// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of itself. Null is what it does not tell.
 *
 * @param product what it is, for people, such as {@code Docker Engine}
 * @param version its version
 * @param address where it was reached, without credentials
 * @param capacity what engine jobs may use in all
 * @param load what is in use or promised, by whomever
 * @param operations what executors do there, and whether the account may; empty if the engine does
 *     not tell
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

  /** Of an engine that does not tell which operations the account may perform. */
  public EngineCheck(
      String product, @Nullable String version, String address, Amount capacity, Amount load) {
    this(product, version, address, capacity, load, List.of());
  }

  /**
   * Something that executors do in the engine.
   *
   * @param name for people, such as {@code create jobs in namespace 'batch'}
   * @param refusal why it is not possible; null if it is
   * @param isNeeded whether jobs cannot be run without it
   */
  public record Operation(String name, @Nullable String refusal, boolean isNeeded) {

    /** One that is possible, or not, and without which no job can be run. */
    public static Operation needed(String name, @Nullable String refusal) {
      return new Operation(name, refusal, true);
    }

    /** Whether jobs cannot be run because it is not possible. */
    public boolean isMissing() {
      return refusal != null && isNeeded;
    }
  }

  /**
   * An amount of what jobs need.
   *
   * @param cpus in cores
   * @param memory in bytes
   * @param jobs engine jobs that are not over; of any maker where the engine tells
   */
  public record Amount(@Nullable BigDecimal cpus, @Nullable Long memory, @Nullable Long jobs) {
    /** Nothing is known. */
    public static final Amount UNKNOWN = new Amount(null, null, null);
  }

  /**
   * The share in use of what is scarcer, cpus or memory: 0 is idle, 1 is full, more is overbooked.
   *
   * @return null if the engine does not tell
   */
  public @Nullable Double share() {
    Double cpus =
        share(
            load.cpus() == null ? null : load.cpus().doubleValue(),
            capacity.cpus() == null ? null : capacity.cpus().doubleValue());
    Double memory =
        share(
            load.memory() == null ? null : load.memory().doubleValue(),
            capacity.memory() == null ? null : capacity.memory().doubleValue());
    if (cpus == null || memory == null) {
      return cpus == null ? memory : cpus;
    }
    return Math.max(cpus, memory);
  }

  private static @Nullable Double share(@Nullable Double used, @Nullable Double whole) {
    return used == null || whole == null || whole <= 0 ? null : used / whole;
  }
}
