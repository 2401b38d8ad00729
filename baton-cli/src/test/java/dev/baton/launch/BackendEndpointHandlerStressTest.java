// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobservice.JobService;
import dev.baton.server.ServerLimits;
import dev.baton.server.remoteexecutor.BackendEndpoint;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.WatchCountBackend;
import dev.baton.testkit.service.ServiceStress;

/** Starts and stops the handler of remote calls in any order. */
final class BackendEndpointHandlerStressTest extends ServiceStress {
  @Override
  protected Subject create() {
    WatchCountBackend backend = new WatchCountBackend(Clock.system());
    JobService jobService = new JobService(backend.jobs(), (spec, caller) -> spec, Clock.system());
    return new Subject(
        new BackendEndpointHandler(
            new BackendEndpoint(
                backend, jobService, Clock.system(), ServerLimits.DEFAULT.executorsPerKey())),
        () -> assertThat(backend.openWatches()).isEqualTo(2),
        () -> assertThat(backend.openWatches()).isZero());
  }
}
