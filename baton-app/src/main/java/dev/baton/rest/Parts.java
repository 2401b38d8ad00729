// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.backend.Backend;
import dev.baton.desk.Administrators;
import dev.baton.desk.JobDesk;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.KnownActions;
import dev.baton.server.Limits;
import dev.baton.server.Route;
import dev.baton.server.ServerOptions;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The resources around jobs, and what they share. */
final class Parts {

  private final Backend backend;
  private final Catalogue catalogue;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Members members;
  private final Actions actions;
  private final JobDesk desk;
  private final Limits limits;
  private final JobAccess access;
  private final EventFeed feed;
  private final Streams streams;

  Parts(
      ServerOptions options,
      Backend backend,
      Catalogue catalogue,
      Clock clock,
      MeterRegistry registry) {
    this.backend = backend;
    this.catalogue = catalogue;
    this.clock = clock;
    this.members = new Members(backend.roster(), clock);
    KnownActions known = KnownActions.of(catalogue, backend.actions(), new PayloadSchemas(), clock);
    KnownActions accepted = options.acceptUnknownActions() ? known.acceptingUnknown() : known;
    this.actions = new Actions(catalogue, accepted, members);
    this.limits = options.limits();
    this.desk =
        new JobDesk(backend.jobs(), accepted, limits.jobs(), clock)
            .knowing(Administrators.in(backend.accounts(), clock));
    this.access = new JobAccess(backend.jobs());
    this.feed = new EventFeed(backend.history(), clock);
    this.streams = new Streams(limits, registry, clock);
  }

  List<Route> routes() {
    WhyReport why = new WhyReport(backend.board(), backend.history(), members, actions, clock);
    JobViews views = new JobViews(actions, backend.board());
    Flows flows = new Flows(catalogue, actions, backend, clock);
    List<Route> routes =
        new ArrayList<>(new JobResource(desk, access, views, limits, clock).routes());
    routes.addAll(new BulkResource(desk, JobResource.JOBS, flows, clock).routes());
    routes.addAll(new JobOperations(desk, access, views, flows, backend.history(), why).routes());
    routes.addAll(new FlowOperations(desk, access, flows).routes());
    routes.addAll(new FlowResource(access, flows, clock).routes());
    routes.addAll(new ActionFlows(actions, flows, desk).routes());
    routes.addAll(new JobLogs(backend.log(), access, feed, streams, limits, clock).routes());
    routes.addAll(new EventStreams(feed, streams, backend.history(), access, clock).routes());
    routes.addAll(new ActionResource(actions, clock).routes());
    routes.addAll(new ExecutorResource(backend.roster(), clock, stopping).routes());
    routes.addAll(new DistributionResource(backend, catalogue, clock).routes());
    routes.addAll(new BoardResource(backend.board(), streams).routes());
    return routes;
  }

  EventFeed feed() {
    return feed;
  }

  JobDesk desk() {
    return desk;
  }

  /** Opens when the server stops, for those who wait for something else. */
  CountDownLatch stopping() {
    return stopping;
  }
}
