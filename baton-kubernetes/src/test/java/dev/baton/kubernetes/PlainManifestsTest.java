// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the plain manifests are what the chart renders with its defaults. After a change of
 * the chart, {@code mvn test -Dtest=PlainManifestsTest -Dbaton.manifests=write} writes them again.
 */
final class PlainManifestsTest {

  private static final Path FOLDER = Path.of("..", "packaging", "kustomize");
  private static final Path MANIFESTS = FOLDER.resolve("base").resolve("baton.yaml");
  private static final Pattern COMMENT = Pattern.compile("(?m)^# (Source|SPDX).*\\n|^ *\\n");

  @TempDir Path folder;

  @Test
  void manifests_areWhatTheChartRenders() throws IOException {
    RenderedChart chart = RenderedChart.of(folder, ChartTest.TODAY, Map.of());
    if ("write".equals(System.getProperty("baton.manifests"))) {
      Files.writeString(MANIFESTS, text(chart));
    }
    assertThat(RenderedChart.documents(Files.readString(MANIFESTS)))
        .containsExactlyElementsOf(chart.objects());
  }

  private static String text(RenderedChart chart) {
    return """
    # SPDX-FileCopyrightText: 2026 The Baton authors
    # SPDX-License-Identifier: Apache-2.0
    #
    # Made from packaging/chart; PlainManifestsTest compares this file with the chart.
    """
        + "---\n"
        + COMMENT.matcher(chart.hook().strip() + "\n" + chart.text().strip() + "\n").replaceAll("");
  }

  @Test
  void oldManifests_differOnlyInTheVersionsThatTheChartChoosesToo() throws IOException {
    List<JsonNode> today = RenderedChart.documents(Files.readString(MANIFESTS));
    List<JsonNode> old = RenderedChart.of(folder, ChartTest.OLDEST, Map.of()).objects();
    JsonNode overlay = read("kubernetes-1.20");
    assertThat(today)
        .extracting(JsonNode::toString)
        .map(each ->
            each.replace("\"policy/v1\"", "\"policy/v1beta1\"")
                .replaceAll("\"podFailurePolicy\":\\{.*?\\}\\]\\},", ""))
        .containsExactlyElementsOf(old.stream().map(JsonNode::toString).toList());
    assertThat(overlay.at("/patches/0/target/kind").asText()).isEqualTo("PodDisruptionBudget");
    assertThat(overlay.at("/patches/0/patch").asText()).contains("value: policy/v1beta1");
    assertThat(overlay.at("/patches/1/target/kind").asText()).isEqualTo("Job");
    assertThat(overlay.at("/patches/1/patch").asText()).contains("path: /spec/podFailurePolicy");
    assertThat(overlay.path("patches")).hasSize(2);
  }

  @Test
  void kustomization_namesTheManifests() throws IOException {
    JsonNode base = read("base");
    assertThat(base.path("resources").toString()).isEqualTo("[\"baton.yaml\"]");
    assertThat(base.path("namespace").asText()).isEqualTo("baton");
    assertThat(read("kubernetes-1.20").path("resources").toString()).isEqualTo("[\"../base\"]");
  }

  private static JsonNode read(String name) throws IOException {
    return RenderedChart.documents(
            Files.readString(FOLDER.resolve(name).resolve("kustomization.yaml")))
        .getFirst();
  }
}
