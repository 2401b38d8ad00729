// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.desk.RunService;
import dev.baton.service.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What every run of an executor needs.
 *
 * @param stopping whether the executor is to stop
 * @param endsInOrder whether an action, by its name, heeds a cancel itself
 */
record RunContext(
    ExecutorOptions options,
    ExecutorPorts ports,
    RunService desk,
    ExecutorListener listener,
    Clock clock,
    Timers timers,
    Runs runs,
    Flusher flusher,
    Settlement settlement,
    Interrupter interrupter,
    BooleanSupplier stopping,
    Predicate<String> endsInOrder) {}
