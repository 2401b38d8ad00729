// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.backend.Backend;
import dev.baton.jobservice.Administrators;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.KnownActions;
import dev.baton.server.Route;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Creates the resources around jobs and the objects that they share. */
final class JobRoutes {

  private final Backend backend;
  private final Catalogue catalogue;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LiveMembers liveMembers;
  private final ActionAvailability actionAvailability;
  private final JobService jobService;
  private final ServerLimits serverLimits;
  private final JobAccess access;
  private final EventFeed feed;
  private final StreamLimit streamLimit;

  JobRoutes(
      ServerOptions options,
      Backend backend,
      Catalogue catalogue,
      Clock clock,
      MeterRegistry registry) {
    this.backend = backend;
    this.catalogue = catalogue;
    this.clock = clock;
    this.liveMembers = new LiveMembers(backend.memberRegistry(), clock);
    KnownActions known =
        KnownActions.of(catalogue, backend.actions(), new JsonSchemaCheck(), clock);
    KnownActions accepted = options.acceptUnknownActions() ? known.acceptingUnknown() : known;
    this.actionAvailability = new ActionAvailability(catalogue, accepted, liveMembers);
    this.serverLimits = options.limits();
    this.jobService =
        new JobService(backend.jobs(), accepted, serverLimits.jobs(), clock)
            .withAdministrators(Administrators.in(backend.accounts(), clock));
    this.access = new JobAccess(backend.jobs());
    this.feed = new EventFeed(backend.history(), clock);
    this.streamLimit = new StreamLimit(serverLimits, registry, clock);
  }

  List<Route> routes() {
    WhyReport why =
        new WhyReport(backend.board(), backend.history(), liveMembers, actionAvailability, clock);
    JobDocumentWriter views = new JobDocumentWriter(actionAvailability, backend.board());
    FlowReader flowReader = new FlowReader(catalogue, actionAvailability, backend, clock);
    List<Route> routes =
        new ArrayList<>(new JobResource(jobService, access, views, serverLimits, clock).routes());
    routes.addAll(new BulkResource(jobService, JobResource.JOBS, flowReader, clock).routes());
    routes.addAll(
        new JobOperations(jobService, access, views, flowReader, backend.history(), why).routes());
    routes.addAll(new FlowOperations(jobService, access, flowReader).routes());
    routes.addAll(new FlowResource(access, flowReader, clock).routes());
    routes.addAll(new ActionFlowResource(actionAvailability, flowReader, jobService).routes());
    routes.addAll(
        new JobLogResource(backend.log(), access, feed, streamLimit, serverLimits, clock).routes());
    routes.addAll(
        new EventStreamResource(feed, streamLimit, backend.history(), access, clock).routes());
    routes.addAll(new ActionResource(actionAvailability, clock).routes());
    routes.addAll(new ExecutorResource(backend.memberRegistry(), clock, stopping).routes());
    routes.addAll(new DistributionResource(backend, catalogue, clock).routes());
    routes.addAll(new BoardResource(backend.board(), streamLimit).routes());
    return routes;
  }

  EventFeed feed() {
    return feed;
  }

  JobService jobService() {
    return jobService;
  }

  /** Counted down when the server stops, to end waits of requests. */
  CountDownLatch stopping() {
    return stopping;
  }
}
