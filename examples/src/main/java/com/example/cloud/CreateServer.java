// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.service.Backoff;
import java.net.URI;
import java.time.Duration;

/**
 * A flow that allocates an address, boots a server, waits for an approval, and registers a name.
 * Each step can undo itself. The process may die after any step; then another executor continues
 * the flow, forwards or backwards.
 */
final class CreateServer {

  /** The signal that the approval waits for. */
  static final String APPROVAL = "approval";

  private static final Symbol<String> ADDRESS = Symbol.of("address", String.class);
  private static final Symbol<String> SERVER = Symbol.of("server", String.class);

  private static final Duration BOOT_POLL = Duration.ofSeconds(1);

  /**
   * Retries after an outage of the cloud. While the job waits in the store, it needs no executor. A
   * refusal is final.
   */
  private static final Retry PATIENCE =
      Retry.times(3)
          .backoff(Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(30)))
          .onlyOn(CloudUnavailableException.class);

  /**
   * The parameters. From this record, Baton derives the flags and help of the command line, the
   * JSON Schema of the API, and the form of the dashboard.
   */
  record Parameters(
      @Doc("Name of the server") String name,
      @Doc("Image to boot") String image,
      @Doc("MiB of memory") @Default("512") int memory,
      @Doc("Whether a person must approve it before it gets its name") @Default("false")
          boolean approval,
      @Doc("Address of the cloud") @Default("http://127.0.0.1:9090") URI cloud) {
    Parameters {
      if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
        throw new InvalidInputException(
            "name is '" + name + "'; allowed: lower-case letters, digits and '-', a letter first");
      }
    }
  }

  private CreateServer() {}

  /**
   * Builds the flow. Every machine that reads the job builds it again, so this method only
   * describes the steps and performs nothing.
   */
  static FlowNode flow(Parameters parameters, CloudClient cloud) {
    Flow flow =
        Flow.linear("create_server")
            .add(
                Flow.linear("addressing").retry(PATIENCE).add(allocateAddress(cloud)),
                Flow.linear("booting")
                    .retry(PATIENCE)
                    .add(boot(parameters, cloud), awaitBoot(cloud)));
    if (parameters.approval()) {
      flow.add(approve());
    }
    return flow.add(Flow.linear("naming").retry(PATIENCE).add(registerName(parameters, cloud)));
  }

  /**
   * The cloud chooses the address. It returns the same address again for the same idempotency key.
   */
  private static Task<String> allocateAddress(CloudClient cloud) {
    return Task.named("allocate_address")
        .provides(ADDRESS)
        .execute(cloud::allocate)
        .revert((task, address) -> cloud.release(task, address));
  }

  /**
   * The flow chooses the server's name, so that it can destroy the server even if the answer to the
   * boot request was lost. Therefore, this task is always reverted, not only after a success.
   */
  private static Task<String> boot(Parameters parameters, CloudClient cloud) {
    return Task.named("boot")
        .requires(ADDRESS)
        .provides(SERVER)
        .execute(task ->
            cloud.boot(
                task,
                parameters.name(),
                new CloudClient.Machine(
                    parameters.image(), parameters.memory(), task.get(ADDRESS))))
        .revertAlways(task -> cloud.destroy(task, parameters.name()));
  }

  /** Between two polls, the job waits in the store, and the executor runs other jobs. */
  private static Task<Object> awaitBoot(CloudClient cloud) {
    return Task.named("await_boot")
        .requires(SERVER)
        .run(task -> {
          while (!cloud.isActive(task, task.get(SERVER))) {
            task.sleep(BOOT_POLL);
          }
        });
  }

  /** Waits for {@code baton job signal JOB approval}, which may arrive a week later. */
  private static Task<Object> approve() {
    return Task.named("approve")
        .run(task -> {
          JsonNode answer = task.await(APPROVAL);
          if (!answer.path("approved").asBoolean(true)) {
            throw new CloudRefusedException(
                "not approved: " + answer.path("reason").asText("no reason given"));
          }
        });
  }

  private static Task<Object> registerName(Parameters parameters, CloudClient cloud) {
    return Task.named("register_name")
        .requires(ADDRESS, SERVER)
        .run(task -> cloud.register(task, parameters.name(), task.get(ADDRESS)))
        .revertAlways(task -> cloud.unregister(task, parameters.name()));
  }
}
