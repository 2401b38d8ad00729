// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.example.flows.ServerPlugin;
import dev.baton.job.JobSpec;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import java.time.Duration;

/** Provides actions to post. Some tests also run the flows among them. */
final class TestPlugin implements Plugin {

  record NoParameters() {}

  record Greeting(@Doc("Whom") String name, @Doc("How often") @Default("1") int times) {}

  @Override
  public void register(Registry registry) {
    registry.action("noop", NoParameters.class, (job, noParameters) -> {});
    registry.action("bulk_noop", NoParameters.class, (job, noParameters) -> {});
    registry.action("greet", Greeting.class, (job, greeting) -> {}).description("Greets somebody.");
    registry.action("purge", NoParameters.class, (job, noParameters) -> {}).adminOnly();
    registry.action("on_gpu", NoParameters.class, (job, noParameters) -> {}).requires("has_gpu");
    registry.capability("has_gpu", job -> true);
    registry
        .distribution("hourly_noop", Schedule.every(Duration.ofHours(1)))
        .posts(JobSpec.of("noop"));
    registry.distribution("tidy", Schedule.every(Duration.ofMinutes(1))).does(() -> 0);
    new ServerPlugin().register(registry);
  }
}
