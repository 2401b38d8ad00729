// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the sample plugins in docs/plugins.md compile and register their actions. */
final class PluginGuideTest {

  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(package .*?)```");

  /** A class that the second sample uses. */
  private static final String STOCK =
      """
      package shop;

      final class Stock {
        static String reserve(String item, String key) { return item; }
        static void release(String reservation) {}
        static void ship(String reservation) {}
      }
      """;

  @TempDir Path folder;

  @Test
  void plugin_asTheGuideHasIt_compilesAndRegistersWhatItSays() throws IOException {
    Matcher sample = JAVA.matcher(Files.readString(Path.of("..", "docs", "plugins.md")));
    assertThat(sample.find()).as("the guide has a sample").isTrue();
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    new JarBuilder(folder.resolve("work"), plugins.resolve("shop.jar"))
        .source("shop.ShopPlugin", sample.group(1))
        .file("META-INF/services/dev.baton.plugin.Plugin", "shop.ShopPlugin")
        .build();

    try (PluginLoader loader = PluginLoader.load(plugins)) {
      Catalogue catalogue = Catalogue.of(List.of(), loader);
      assertThat(catalogue.problems()).isEmpty();
      assertThat(catalogue.plugins())
          .singleElement()
          .satisfies(shop -> {
            assertThat(shop.name()).isEqualTo("shop");
            assertThat(shop.actions()).containsExactlyInAnyOrder("resize_image", "nightly_report");
            assertThat(shop.capabilities()).containsExactly("has_disk");
            assertThat(shop.distributions()).containsExactly("nightly_report");
          });
      ActionParameters<?> resize = catalogue.requireAction("resize_image").parameters();
      assertThat(resize.parse("{\"image\":\"cat.png\"}"))
          .hasToString("Resize[image=cat.png, width=512]");
    }
  }

  @Test
  void flow_asTheGuideHasIt_compilesAndCanBePosted() throws IOException {
    Matcher sample = JAVA.matcher(Files.readString(Path.of("..", "docs", "plugins.md")));
    assertThat(sample.find()).as("the guide has a sample").isTrue();
    assertThat(sample.find()).as("the guide has a second sample").isTrue();
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    new JarBuilder(folder.resolve("work"), plugins.resolve("orders.jar"))
        .source("shop.OrderPlugin", sample.group(1))
        .source("shop.Stock", STOCK)
        .file("META-INF/services/dev.baton.plugin.Plugin", "shop.OrderPlugin")
        .build();

    try (PluginLoader loader = PluginLoader.load(plugins)) {
      Catalogue catalogue = Catalogue.of(List.of(), loader);
      assertThat(catalogue.problems()).isEmpty();
      JobSpec order = JobSpec.builder("place_order").payload("{\"item\": \"cat\"}").build();
      assertThat(catalogue.checked(order, Caller.internal()).action()).isEqualTo("place_order");
    }
  }
}
