// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.ExecutorJobService;
import dev.baton.service.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What every run of an executor needs.
 *
 * @param stopping whether the executor is to stop
 * @param handlesCancel whether an action, by its name, heeds a cancel itself
 */
record ExecutorContext(
    ExecutorOptions options,
    ExecutorPorts ports,
    ExecutorJobService jobService,
    ExecutorListener listener,
    Clock clock,
    Timers timers,
    RunningJobs runningJobs,
    ReportWriter reportWriter,
    FinishRun finishRun,
    RunInterrupter runInterrupter,
    BooleanSupplier stopping,
    Predicate<String> handlesCancel) {}
