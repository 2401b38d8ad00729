// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what the real Helm makes of the chart. */
final class ChartTest {

  static final String OLDEST = "1.20.2";
  static final String TODAY = "1.34.1";

  private static final String DEPLOYMENT = "Deployment";
  private static final List<String> COMPONENTS = List.of("server", "executor", "distributor");

  @TempDir Path folder;

  private RenderedChart render(String version, Map<String, Object> values) {
    return RenderedChart.of(folder, version, values);
  }

  private RenderedChart defaults() {
    return render(TODAY, Map.of());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  /** The variables of a container: the value, or where it comes from. */
  private static Map<String, String> variables(JsonNode container) {
    Map<String, String> variables = new TreeMap<>();
    for (JsonNode each : container.path("env")) {
      JsonNode secret = each.at("/valueFrom/secretKeyRef");
      variables.put(
          each.path("name").asText(),
          secret.isMissingNode()
              ? each.path("value").asText()
              : "secret " + secret.path("name").asText() + " " + secret.path("key").asText());
    }
    return variables;
  }

  /** The containers of all pods. */
  private static List<JsonNode> containers(RenderedChart chart) {
    return chart.objects().stream()
        .flatMap(each -> stream(each.at("/spec/template/spec/containers")))
        .toList();
  }

  @Test
  void lint_findsOnlyThatThereIsNoIcon() {
    LintResult result = new Helm(RenderedChart.CHART).lint().strict().call();
    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
  }

  @Test
  void version_isThatOfTheSources() throws IOException {
    JsonNode chart =
        RenderedChart.documents(Files.readString(RenderedChart.CHART.resolve("Chart.yaml")))
            .getFirst();
    String pom = Files.readString(Path.of("pom.xml"));
    assertThat(pom).contains("<version>" + chart.path("version").asText() + "</version>");
    assertThat(chart.path("appVersion")).isEqualTo(chart.path("version"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.20.2, policy/v1beta1, autoscaling/v2beta2",
    "1.21.0, policy/v1, autoscaling/v2beta2",
    "1.22.17-gke.1, policy/v1, autoscaling/v2beta2",
    "1.23.0-rc.0, policy/v1, autoscaling/v2",
    "1.34.1, policy/v1, autoscaling/v2"
  })
  void apiVersions_areThoseOfTheCluster(String version, String budgets, String autoscalers) {
    RenderedChart chart = render(version, Map.of("executor.autoscaling.enabled", true));
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode each : chart.objects()) {
      versions.put(each.path("kind").asText(), each.path("apiVersion").asText());
    }
    assertThat(versions)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Job",
                "batch/v1",
                DEPLOYMENT,
                "apps/v1",
                "Service",
                "v1",
                "ServiceAccount",
                "v1",
                "Role",
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                "rbac.authorization.k8s.io/v1",
                "NetworkPolicy",
                "networking.k8s.io/v1",
                "PodDisruptionBudget",
                budgets,
                "HorizontalPodAutoscaler",
                autoscalers));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, TODAY})
  void pods_haveNoRights(String version) {
    RenderedChart chart = render(version, Map.of());
    List<JsonNode> pods =
        chart.objects().stream()
            .map(each -> each.at("/spec/template/spec"))
            .filter(JsonNode::isObject)
            .toList();
    assertThat(pods)
        .hasSize(4)
        .allSatisfy(pod -> {
          JsonNode security = pod.path("securityContext");
          assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
          assertThat(security.path("runAsUser").asInt()).isEqualTo(10001);
          assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
          assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
          for (String field : List.of("hostNetwork", "hostPID", "hostIPC", "initContainers")) {
            assertThat(pod.has(field)).as(field).isFalse();
          }
          assertThat(pod.path("volumes"))
              .allSatisfy(volume -> assertThat(volume.has("hostPath")).isFalse());
        });
    assertThat(containers(chart))
        .hasSize(4)
        .allSatisfy(container -> {
          JsonNode security = container.path("securityContext");
          assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
          assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(security.path("privileged").asBoolean()).isFalse();
          assertThat(security.path("capabilities").toString()).isEqualTo("{\"drop\":[\"ALL\"]}");
          assertThat(container.at("/resources/limits/memory").isTextual()).isTrue();
        });
  }

  @Test
  void tokens_areOnlyWhereTheEngineIsUsed() {
    RenderedChart chart = defaults();
    assertThat(token(chart, "Job", "baton-migrate")).isFalse();
    assertThat(token(chart, DEPLOYMENT, "baton-server")).isFalse();
    for (String name : List.of("baton-executor", "baton-distributor")) {
      assertThat(token(chart, DEPLOYMENT, name)).isTrue();
      assertThat(
              chart.object(DEPLOYMENT, name).at("/spec/template/spec/serviceAccountName").asText())
          .isEqualTo("baton-engine");
    }
    assertThat(
            chart
                .object("ServiceAccount", "baton-engine")
                .path("automountServiceAccountToken")
                .asBoolean(true))
        .isFalse();
  }

  private static boolean token(RenderedChart chart, String kind, String name) {
    JsonNode mounts =
        chart.object(kind, name).at("/spec/template/spec/automountServiceAccountToken");
    assertThat(mounts.isBoolean()).isTrue();
    return mounts.asBoolean();
  }

  @Test
  void withoutTheEngine_thereAreNoAccountAndNoRole() {
    RenderedChart chart = render(TODAY, Map.of("engine.kubernetes.enabled", false));
    assertThat(chart.objects())
        .extracting(each -> each.path("kind").asText())
        .doesNotContain("ServiceAccount", "Role", "RoleBinding");
    assertThat(token(chart, DEPLOYMENT, "baton-executor")).isFalse();
    assertThat(variables(chart.container(DEPLOYMENT, "baton-executor")))
        .containsEntry("BATON_ENGINE", "process");
  }

  @Test
  void secrets_areOnlyReferredTo() {
    RenderedChart chart = defaults();
    assertThat(variables(chart.container(DEPLOYMENT, "baton-server")))
        .containsEntry("BATON_STORE_PASSWORD", "secret baton store-password")
        .containsEntry("BATON_ADMIN_PASSWORD", "secret baton admin-password")
        .containsEntry("BATON_PASSWORD", "secret baton admin-password");
    assertThat(variables(chart.container("Job", "baton-migrate")))
        .containsEntry("BATON_STORE_PASSWORD", "secret baton store-password")
        .doesNotContainKeys("BATON_ADMIN_PASSWORD", "BATON_PASSWORD");
    // Commands of jobs can read the variables of their executor.
    assertThat(variables(chart.container(DEPLOYMENT, "baton-executor")))
        .containsEntry("BATON_API_KEY", "secret baton-executor BATON_API_KEY")
        .containsEntry("BATON_API_SECRET", "secret baton-executor BATON_API_SECRET")
        .doesNotContainKeys("BATON_STORE_PASSWORD", "BATON_PASSWORD", "BATON_USER");
    assertThat(chart.objects())
        .extracting(each -> each.path("kind").asText())
        .doesNotContain("Secret");
    assertThat(containers(chart))
        .extracting(each -> texts(each.path("args")))
        .containsExactlyInAnyOrder(
            List.of("db", "migrate"),
            List.of("server"),
            List.of("executor"),
            List.of("distributor"));
    assertThat(containers(chart))
        .allSatisfy(container -> {
          assertThat(container.has("command")).isFalse();
          assertThat(variables(container))
              .allSatisfy((name, value) -> {
                if (name.contains("PASSWORD") || name.contains("SECRET")) {
                  assertThat(value).startsWith("secret ");
                }
              });
        });
  }

  @Test
  void selectors_selectThePodsOfOneComponent() {
    RenderedChart chart = defaults();
    for (String component : COMPONENTS) {
      JsonNode deployment = chart.object(DEPLOYMENT, "baton-" + component);
      JsonNode selector = deployment.at("/spec/selector/matchLabels");
      assertThat(selector.path("app.kubernetes.io/component").asText()).isEqualTo(component);
      JsonNode labels = deployment.at("/spec/template/metadata/labels");
      selector
          .properties()
          .forEach(each -> assertThat(labels.path(each.getKey())).isEqualTo(each.getValue()));
      assertThat(
              chart
                  .object("PodDisruptionBudget", "baton-" + component)
                  .at("/spec/selector/matchLabels"))
          .isEqualTo(selector);
      assertThat(
              chart
                  .object("NetworkPolicy", "baton-" + component)
                  .at("/spec/podSelector/matchLabels"))
          .isEqualTo(selector);
    }
    assertThat(chart.object("Service", "baton-server").at("/spec/selector"))
        .isEqualTo(chart.object(DEPLOYMENT, "baton-server").at("/spec/selector/matchLabels"));
  }

  @Test
  void network_admitsOnlyClientsToTheServers() {
    RenderedChart chart =
        render(
            TODAY,
            Map.of(
                "networkPolicy.serverFrom[0].namespaceSelector.matchLabels.name", "ingress",
                "networkPolicy.egress.executor[0].to[0].ipBlock.cidr", "10.0.0.0/8"));
    JsonNode server = chart.object("NetworkPolicy", "baton-server").path("spec");
    assertThat(texts(server.path("policyTypes"))).containsExactly("Ingress");
    assertThat(server.path("ingress")).hasSize(1);
    JsonNode from = server.at("/ingress/0/from");
    assertThat(
            stream(from)
                .map(each ->
                    each.at("/podSelector/matchLabels")
                        .path("app.kubernetes.io/component")
                        .asText()))
        .containsExactly("executor", "distributor", "");
    assertThat(from.at("/2/namespaceSelector/matchLabels/name").asText()).isEqualTo("ingress");
    JsonNode executor = chart.object("NetworkPolicy", "baton-executor").path("spec");
    assertThat(texts(executor.path("policyTypes"))).containsExactly("Ingress", "Egress");
    assertThat(executor.has("ingress")).isFalse();
    // DNS, the servers, and the further rule.
    assertThat(executor.path("egress")).hasSize(3);
    assertThat(executor.at("/egress/2/to/0/ipBlock/cidr").asText()).isEqualTo("10.0.0.0/8");
  }

  @Test
  void migration_runsBeforeTheOtherObjects_andRepeatsOnlyWhatMayHelp() {
    JsonNode today = defaults().object("Job", "baton-migrate");
    assertThat(today.at("/metadata/annotations").toString())
        .isEqualTo(
            "{\"helm.sh/hook\":\"pre-install,pre-upgrade\",\"helm.sh/hook-delete-policy\":"
                + "\"before-hook-creation,hook-succeeded\"}");
    JsonNode onExit = today.at("/spec/podFailurePolicy/rules/0/onExitCodes");
    assertThat(onExit.path("containerName").asText()).isEqualTo("migrate");
    // docs/cli.md: 6 means that the database does not answer.
    assertThat(texts(onExit.path("values"))).containsExactly("2", "4", "5");
  }

  @Test
  void migration_onAnOldCluster_hasNoUnknownField() {
    JsonNode job = render("1.25.9", Map.of()).object("Job", "baton-migrate");
    assertThat(job.path("spec").has("podFailurePolicy")).isFalse();
    assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(6);
  }

  @Test
  void probes_askTheServer_andLetExecutorsEndTheirJobs() {
    RenderedChart chart = render(TODAY, Map.of("executor.graceSeconds", 600));
    JsonNode server = chart.container(DEPLOYMENT, "baton-server");
    assertThat(server.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(server.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(server.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    JsonNode executor = chart.container(DEPLOYMENT, "baton-executor");
    assertThat(texts(executor.at("/livenessProbe/exec/command")))
        .containsExactly("/usr/lib/baton/healthcheck", "live");
    assertThat(variables(executor)).containsEntry("BATON_GRACE", "600s");
    assertThat(
            chart
                .object(DEPLOYMENT, "baton-executor")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt())
        .isEqualTo(630);
  }

  @Test
  void autoscaler_countsWaitingAndRunningJobs() {
    RenderedChart chart =
        render(
            TODAY,
            Map.of("executor.autoscaling.enabled", true, "executor.autoscaling.maxReplicas", 40));
    JsonNode autoscaler = chart.object("HorizontalPodAutoscaler", "baton-executor").path("spec");
    assertThat(autoscaler.at("/scaleTargetRef/name").asText()).isEqualTo("baton-executor");
    assertThat(autoscaler.path("minReplicas").asInt()).isEqualTo(2);
    assertThat(autoscaler.path("maxReplicas").asInt()).isEqualTo(40);
    assertThat(
            stream(autoscaler.path("metrics"))
                .map(each -> each.at("/external/metric/name").asText()))
        .containsExactly("baton_jobs_waiting", "baton_jobs_running");
    assertThat(autoscaler.path("metrics"))
        .allSatisfy(each ->
            assertThat(each.at("/external/target/type").asText()).isEqualTo("AverageValue"));
    // Otherwise each upgrade would set the number back.
    assertThat(chart.object(DEPLOYMENT, "baton-executor").path("spec").has("replicas")).isFalse();
  }

  @Test
  void autoscaler_ofSomebodyElse_setsTheNumber() {
    RenderedChart chart = render(TODAY, Map.of("executor.replicas", "null"));
    assertThat(chart.object(DEPLOYMENT, "baton-executor").path("spec").has("replicas")).isFalse();
  }

  @Test
  void tls_isForServersClientsAndProbes() {
    RenderedChart chart =
        render(
            TODAY,
            Map.of(
                "server.tls.secretName", "certificate",
                "serviceMonitor.enabled", true,
                "serviceMonitor.secretName", "monitor"));
    JsonNode server = chart.container(DEPLOYMENT, "baton-server");
    assertThat(variables(server))
        .containsEntry("BATON_TLS_CERTIFICATE", "/run/baton/tls/tls.crt")
        .containsEntry("BATON_TLS_KEY", "/run/baton/tls/tls.key")
        .doesNotContainKey("BATON_ALLOW_PLAIN_HTTP");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(server.path(probe).at("/httpGet/scheme").asText()).isEqualTo("HTTPS");
    }
    assertThat(variables(chart.container(DEPLOYMENT, "baton-executor")))
        .containsEntry("BATON_ENDPOINT", "https://baton-server:8765")
        .containsEntry("BATON_TLS_CA", "/run/baton/ca/ca.crt");
    JsonNode monitor = chart.object("ServiceMonitor", "baton").path("spec");
    assertThat(monitor.at("/endpoints/0/scheme").asText()).isEqualTo("https");
    assertThat(monitor.at("/endpoints/0/basicAuth/password/name").asText()).isEqualTo("monitor");
    assertThat(monitor.at("/endpoints/0/port"))
        .isEqualTo(chart.object("Service", "baton-server").at("/spec/ports/0/name"));
  }

  @Test
  void engine_withANamespaceOfItsOwn_hasItsRoleThere() {
    RenderedChart chart =
        render(
            TODAY,
            Map.of(
                "engine.kubernetes.namespace", "jobs",
                "engine.kubernetes.options.keep", "PT1H",
                "engine.kubernetes.clusterLoad", true));
    for (String kind : List.of("Role", "RoleBinding")) {
      assertThat(chart.object(kind, "baton-engine").at("/metadata/namespace").asText())
          .isEqualTo("jobs");
    }
    assertThat(chart.object("RoleBinding", "baton-engine").at("/subjects/0/namespace").asText())
        .isEqualTo("baton");
    assertThat(variables(chart.container(DEPLOYMENT, "baton-executor")))
        .containsEntry("BATON_ENGINE_OPTION", "kubernetes.namespace=jobs,kubernetes.keep=PT1H");
    assertThat(chart.object("ClusterRole", "baton-baton-load").path("rules").toString())
        .isEqualTo(
            "[{\"apiGroups\":[\"\"],\"resources\":[\"nodes\",\"pods\"],\"verbs\":[\"list\"]}]");
  }

  @Test
  void settings_becomeVariables_andThoseOfAComponentOverride() {
    RenderedChart chart =
        render(
            TODAY,
            Map.of(
                "settings.log-level", "debug",
                "settings.log-format", "json",
                "server.settings.log-level", "warn"));
    assertThat(variables(chart.container(DEPLOYMENT, "baton-server")))
        .containsEntry("BATON_LOG_LEVEL", "warn")
        .containsEntry("BATON_LOG_FORMAT", "json");
    assertThat(variables(chart.container(DEPLOYMENT, "baton-executor")))
        .containsEntry("BATON_LOG_LEVEL", "debug");
  }

  @Test
  void values_thatTheChartDoesNotKnow_areRefused() {
    assertThatThrownBy(() -> render(TODAY, Map.of("executor.treads", 8)))
        .hasMessageContaining("'treads' not allowed");
  }

  @Test
  void passwords_areNoValues() {
    assertThatThrownBy(() -> render(TODAY, Map.of("server.settings.store-password", "secret")))
        .hasMessageContaining("store-password");
  }

  @Test
  void clusters_olderThan120_areRefused() {
    assertThatThrownBy(() -> render("1.19.16", Map.of()))
        .hasMessageContaining("incompatible with Kubernetes v1.19.16");
  }
}
