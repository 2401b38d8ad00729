// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineFullException;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.server.KubernetesServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that the reasons of the real server for refusals and evictions are reported in its words.
 */
@Tag("integration")
@ResourceLock("kubernetes")
final class ClusterReasonsTest {

  private static final Duration BOUND = Duration.ofMinutes(4);

  private final KubernetesServer server = KubernetesServer.shared();
  private final String namespace = "reasons-" + UUID.randomUUID().toString().substring(0, 8);
  private final KubernetesClient admin =
      new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
          .build();
  private Engine engine;

  @BeforeEach
  void makeNamespace() {
    admin
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    engine = open(server.kubeconfig(), namespace);
  }

  @AfterEach
  void removeNamespace() {
    engine.close();
    admin.namespaces().withName(namespace).delete();
    admin.close();
  }

  private static Engine open(Path kubeconfig, String namespace) {
    Map<String, String> settings = new HashMap<>(KubernetesFixture.settings(kubeconfig));
    settings.put("namespace", namespace);
    return new KubernetesTestEngineFactory().open("reasons", settings);
  }

  private void limit(String what, String amount) {
    admin
        .resourceQuotas()
        .inNamespace(namespace)
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("quota")
                .endMetadata()
                .withNewSpec()
                .addToHard(what, new Quantity(amount))
                .endSpec()
                .build())
        .create();
    await()
        .atMost(BOUND)
        .until(() -> {
          var status =
              admin.resourceQuotas().inNamespace(namespace).withName("quota").get().getStatus();
          return status != null && status.getHard() != null && status.getHard().containsKey(what);
        });
  }

  private static EngineSpecBuilder shell(String name, String script) {
    return EngineSpec.named(name).image(KubernetesServer.IMAGE).command("sh", "-c", script);
  }

  private EngineStatus status(String name) {
    return engine.find(name).orElseThrow().status();
  }

  @Test
  void create_beyondTheQuotaOfJobs_isFullAndSaysWhich() {
    limit("count/jobs.batch", "1");
    engine.create(shell("first", "exec sleep 300").build());
    assertThatThrownBy(() -> engine.create(shell("second", "true").build()))
        .isInstanceOf(EngineFullException.class)
        .hasMessageContaining("exceeded quota")
        .hasMessageContaining("count/jobs.batch");
    assertThat(engine.find("second")).isEmpty();
  }

  @Test
  void job_whosePodAQuotaRefuses_saysWhyItWaits() {
    limit("limits.cpu", "1");
    // Kubernetes cuts times to seconds. A job that is created early in a second seems no older than
    // a usual start when the watch first reads it.
    await().until(() -> Clock.system().now().get(ChronoField.MILLI_OF_SECOND) < 200);
    List<EngineEvent> told = new CopyOnWriteArrayList<>();
    try (Watch watch = engine.watch(told::add)) {
      engine.create(shell("unlimited", "true").build());
      await()
          .atMost(BOUND)
          .until(() ->
              told.stream()
                  .anyMatch(event ->
                      event instanceof EngineEvent.Changed changed
                          && String.valueOf(changed.job().status().message())
                              .contains("must specify limits.cpu")));
    }
    assertThat(status("unlimited").message()).contains("FailedCreate").contains("limits.cpu");
    assertThat(engine.list().getFirst().status().message()).contains("must specify limits.cpu");
  }

  @Test
  void account_withoutTheRightToCreateJobs_isToldSo(@TempDir Path folder) throws IOException {
    allowLooking();
    Path limited =
        Files.writeString(
            folder.resolve("kubeconfig"),
            Files.readString(server.kubeconfig()).replace(server.token(), server.limitedToken()));
    try (Engine restricted = open(limited, namespace)) {
      assertThatThrownBy(() -> restricted.create(shell("forbidden", "true").build()))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("may not create jobs in namespace '" + namespace + "'");
      assertThat(restricted.check().operations())
          .filteredOn(EngineCheck.Operation::isMissing)
          .extracting(EngineCheck.Operation::name)
          .contains("create jobs in namespace '" + namespace + "'")
          .doesNotContain("list jobs in namespace '" + namespace + "'");
      // The account may not read the namespace, so the address identifies the place.
      assertThat(restricted.place().identity()).endsWith("namespace " + namespace);
    }
  }

  private void allowLooking() {
    admin
        .rbac()
        .roles()
        .inNamespace(namespace)
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("looking")
                .endMetadata()
                .addNewRule()
                .withApiGroups("batch", "")
                .withResources("jobs", "pods")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .create();
    admin
        .rbac()
        .roleBindings()
        .inNamespace(namespace)
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("looking")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "looking")
                .addNewSubject("rbac.authorization.k8s.io", "User", server.limitedUser(), null)
                .build())
        .create();
  }

  @Test
  void check_ofANamespaceThatDoesNotExist_isRefused() {
    try (Engine nowhere = open(server.kubeconfig(), "nowhere")) {
      assertThatThrownBy(nowhere::check)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("namespace 'nowhere' does not exist");
      assertThatThrownBy(nowhere::place).hasMessageContaining("namespace 'nowhere'");
    }
  }

  @Test
  void job_whosePodIsDeleted_isEvictedAndItsSecondRunIsNotRead() throws Exception {
    engine.create(shell("evicted", "echo once; exec sleep 300").build());
    await().atMost(BOUND).until(() -> status("evicted").started() != null);
    List<EngineLine> lines = new CopyOnWriteArrayList<>();
    try (Watch watch = engine.watch(event -> {})) {
      admin.pods().inNamespace(namespace).withLabel("job-name", "evicted").delete();
      engine.logs("evicted", null, lines::add);
    }
    EngineStatus status =
        await().atMost(BOUND).until(() -> status("evicted"), EngineStatus::isOver);
    assertThat(status.reason()).isEqualTo(EngineReason.EVICTED);
    assertThat(status.message()).contains("was deleted while its program ran");
    assertThat(lines).extracting(EngineLine::text).containsExactly("once");
  }
}
