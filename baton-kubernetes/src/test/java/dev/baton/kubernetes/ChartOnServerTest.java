// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EnginePlace;
import dev.baton.testkit.server.KubernetesServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests that a real server of the oldest version accepts all objects of the chart. */
@Tag("integration")
@ResourceLock("kubernetes")
final class ChartOnServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesServer server = KubernetesServer.shared();
  private final String namespace = "chart-" + UUID.randomUUID().toString().substring(0, 8);
  private final KubernetesClient admin =
      new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
          .build();

  @TempDir Path folder;

  @BeforeEach
  void makeNamespace() {
    admin
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @AfterEach
  void removeNamespace() {
    admin.namespaces().withName(namespace).delete();
    admin.close();
  }

  private JsonNode create(JsonNode object, boolean isDryRun) {
    GenericKubernetesResource resource = JSON.convertValue(object, GenericKubernetesResource.class);
    var type =
        admin.genericKubernetesResources(
            object.path("apiVersion").asText(), object.path("kind").asText());
    boolean isInCluster = object.path("kind").asText().startsWith("Cluster");
    var operation =
        isInCluster ? type.resource(resource) : type.inNamespace(namespace).resource(resource);
    GenericKubernetesResource created = isDryRun ? operation.dryRun().create() : operation.create();
    return JSON.valueToTree(created);
  }

  /** Fails if the answer has not everything that was sent: a server drops unknown fields. */
  private static void assertKept(JsonNode sent, JsonNode answer, String path) {
    if (sent.isObject()) {
      sent.properties()
          .forEach(each ->
              assertKept(each.getValue(), answer.path(each.getKey()), path + "/" + each.getKey()));
    } else if (sent.isArray()) {
      assertThat(answer).as(path).hasSize(sent.size());
      for (int i = 0; i < sent.size(); i++) {
        assertKept(sent.get(i), answer.get(i), path + "/" + i);
      }
    } else {
      assertThat(answer.asText()).as(path).isEqualTo(sent.asText());
    }
  }

  @Test
  void server_keepsEveryFieldOfTheChart() {
    Map<String, Object> values = new HashMap<>();
    values.put("executor.autoscaling.enabled", true);
    values.put("engine.kubernetes.clusterLoad", true);
    values.put("server.tls.secretName", "certificate");
    values.put("networkPolicy.egress.server[0].to[0].ipBlock.cidr", "10.0.0.0/8");
    values.put("server.service.annotations.note", "text");
    List<JsonNode> objects = RenderedChart.of(folder, ChartTest.OLDEST, values).objects();
    assertThat(objects).hasSize(17);
    for (JsonNode object : objects) {
      String name = object.path("kind").asText() + " " + RenderedChart.name(object);
      assertKept(object, create(object, true), name);
    }
  }

  @Test
  void role_permitsWhatTheEngineNeeds_andNothingElse() throws IOException {
    RenderedChart chart = RenderedChart.of(folder, ChartTest.OLDEST, Map.of());
    create(chart.object("Role", "baton-engine"), false);
    ObjectNode binding = chart.object("RoleBinding", "baton-engine").deepCopy();
    binding
        .putArray("subjects")
        .addObject()
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "User")
        .put("name", server.limitedUser());
    create(binding, false);
    Path account =
        Files.writeString(
            server.kubeconfig().resolveSibling("kubeconfig-" + namespace),
            Files.readString(server.kubeconfig()).replace(server.token(), server.limitedToken()));
    Map<String, String> settings = new HashMap<>(KubernetesFixture.settings(account));
    settings.put("namespace", namespace);
    try (Engine engine = new KubernetesTestEngineFactory().open("chart", settings)) {
      assertThat(engine.check().operations())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.refusal()).as(each.name()).isNull());
      EnginePlace place = engine.place();
      assertThat(place.toString())
          .contains(admin.namespaces().withName(namespace).get().getMetadata().getUid());
    }
  }
}
