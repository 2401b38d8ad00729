// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.ExecutorJobService;
import dev.baton.service.Clock;
import dev.baton.trace.Tracer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The parts of an executor that all its runs share.
 *
 * @param stopping whether the executor is stopping
 * @param draining whether the executor claims no more jobs, because an operator said so
 * @param handlesCancel whether the action with this name handles a cancel itself
 */
record ExecutorContext(
    ExecutorOptions options,
    ExecutorPorts ports,
    ExecutorJobService jobService,
    SafeExecutorListener listener,
    Tracer tracer,
    Clock clock,
    Timers timers,
    RunningJobs runningJobs,
    ReportWriter reportWriter,
    FinishRun finishRun,
    RunInterrupter runInterrupter,
    BooleanSupplier stopping,
    BooleanSupplier draining,
    Predicate<String> handlesCancel) {}
