// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects that Helm makes of the chart in {@code packaging/chart}, for the release {@code
 * baton} in the namespace {@code baton}.
 *
 * @param hook the text of the objects that Helm creates before all others
 * @param text the text of all other objects
 */
record RenderedChart(String hook, String text) {

  static final Path CHART = Path.of("..", "packaging", "chart");

  /** The name of the object with the text of the hook. */
  private static final String HOOK = "hook-of-the-test";

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * Renders the chart for a version of Kubernetes.
   *
   * @param folder an empty folder
   * @param values the values by their paths, such as {@code server.replicas}
   */
  static RenderedChart of(Path folder, String version, Map<String, Object> values) {
    TemplateCommand command =
        new Helm(copy(folder))
            .template()
            .withName("baton")
            .withNamespace("baton")
            .withKubeVersion(version);
    values.forEach(command::set);
    String all = command.call();
    String hook =
        documents(all).stream()
            .filter(each -> name(each).equals(HOOK))
            .map(each -> each.at("/data/text").asText())
            .findFirst()
            .orElseThrow();
    return new RenderedChart(hook, all.substring(all.indexOf("\n---\n", 4)));
  }

  /**
   * Copies the chart. The library for Java does not return hooks, so the copy has a further object
   * with the text of the hook, which Helm puts first.
   */
  private static Path copy(Path folder) {
    Path copy = folder.resolve("baton");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(CHART.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
      Files.writeString(
          copy.resolve("templates/hook.yaml"),
          """
          apiVersion: v1
          kind: Namespace
          metadata:
            name: %s
          data:
            text: {{ include (print $.Template.BasePath "/migrate.yaml") . | quote }}
          """
              .formatted(HOOK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** Reads a text of several objects. */
  static List<JsonNode> documents(String text) {
    try {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll().stream()
          .filter(JsonNode::isObject)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all objects, that of the hook first. */
  List<JsonNode> objects() {
    return Stream.concat(documents(hook).stream(), documents(text).stream()).toList();
  }

  /** Returns the only object of this kind and name. */
  JsonNode object(String kind, String name) {
    List<JsonNode> found =
        objects().stream()
            .filter(each -> each.path("kind").asText().equals(kind) && name(each).equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects '" + kind + " " + name + "' in " + this);
    }
    return found.getFirst();
  }

  /** Returns the only container of a deployment or job. */
  JsonNode container(String kind, String name) {
    return object(kind, name).at("/spec/template/spec/containers/0");
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
