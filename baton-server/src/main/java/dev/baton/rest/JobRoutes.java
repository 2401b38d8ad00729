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
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The routes of the resources around jobs (actions, executors, engines, distributions, board), and
 * the objects that these resources share with the server.
 *
 * @param stopping is counted down when the server stops; requests that wait then end
 */
record JobRoutes(
    List<Route> routes, JobService jobService, EventFeed feed, CountDownLatch stopping) {

  static JobRoutes create(
      ServerOptions options,
      Backend backend,
      Administrators administrators,
      Catalogue catalogue,
      Tracer tracer,
      Clock clock,
      MeterRegistry registry) {
    ServerLimits limits = options.limits();
    LiveMembers liveMembers = new LiveMembers(backend.memberRegistry(), clock);
    KnownActions known =
        KnownActions.of(catalogue, backend.actions(), new JsonSchemaCheck(), clock);
    KnownActions accepted = options.acceptUnknownActions() ? known.acceptingUnknown() : known;
    ActionAvailability actions = new ActionAvailability(catalogue, accepted, liveMembers);
    JobService jobService =
        new JobService(backend.jobs(), accepted, limits.jobs(), clock)
            .withAdministrators(administrators)
            .withTracer(tracer);
    JobAccess access = new JobAccess(backend.jobs());
    EventFeed feed = new EventFeed(backend.history(), clock);
    StreamLimit streamLimit = new StreamLimit(limits, registry, clock);
    WhyReport why = new WhyReport(backend, liveMembers, actions, clock);
    JobDocumentWriter views = new JobDocumentWriter(actions, backend.board(), options.traceUrl());
    FlowReader flows = new FlowReader(catalogue, actions, backend, clock);
    CountDownLatch stopping = new CountDownLatch(1);
    AskMembers members = new AskMembers(backend.memberRegistry(), clock, stopping);
    SharedAnswers shared = new SharedAnswers(clock);
    List<Route> statistics =
        backend
            .statistics()
            .map(counts -> new JobStatisticsResource(counts, shared, clock).routes())
            .orElseGet(List::of);
    List<Route> routes =
        Stream.of(
                // The routes with fixed names come before those whose path contains the id of a
                // job.
                statistics,
                new FacetResource(jobService, shared).routes(),
                new JobResource(jobService, access, views, limits, shared, clock).routes(),
                new BulkResource(jobService, actions, clock).routes(),
                new JobOperations(jobService, access, views, flows, backend.history(), why)
                    .routes(),
                new FlowOperations(jobService, access, flows).routes(),
                new FlowResource(access, flows, clock).routes(),
                new ActionFlowResource(actions, flows, jobService).routes(),
                new JobLogResource(backend.log(), access, feed, streamLimit, limits, clock)
                    .routes(),
                new LogWindowResource(backend.log(), access, limits, clock).routes(),
                new ChildrenResource(jobService, access, views, limits).routes(),
                new EventStreamResource(feed, streamLimit, backend.history(), access, clock)
                    .routes(),
                new ActionResource(actions, clock).routes(),
                new ExecutorResource(
                        backend.memberRegistry(),
                        new RefusedJobs(backend.jobs(), clock),
                        members,
                        clock)
                    .routes(),
                new EngineResource(new EngineReports(liveMembers, members, clock), clock).routes(),
                new DistributionResource(backend, catalogue, members, clock).routes(),
                new BoardResource(backend, why, streamLimit).routes())
            .flatMap(List::stream)
            .toList();
    return new JobRoutes(routes, jobService, feed, stopping);
  }
}
