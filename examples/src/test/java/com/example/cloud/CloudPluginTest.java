// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.error.InvalidInputException;
import dev.baton.member.ActionInfo;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Tests that Baton finds the plugin and its action. */
final class CloudPluginTest {

  private static Catalogue catalogue() {
    List<Plugin> found =
        ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::get).toList();
    return Catalogue.of(found);
  }

  @Test
  void plugin_registersItsFlow() {
    Catalogue catalogue = catalogue();
    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.actions())
        .extracting(ActionInfo::name)
        .containsExactly("create_server", "release");
  }

  @Test
  void parameters_haveDefaults_andAreChecked() {
    var action = catalogue().requireAction("create_server");
    assertThat(action.flowOf("{\"name\": \"web-1\", \"image\": \"debian\"}")).isPresent();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> action.flowOf("{\"name\": \"Web 1\", \"image\": \"debian\"}"))
        .withMessageContaining("name is 'Web 1'");
  }
}
