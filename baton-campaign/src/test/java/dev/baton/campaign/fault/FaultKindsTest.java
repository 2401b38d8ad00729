// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultKindsTest {

  @Test
  void names_areUniqueAndInTheDocumentation() throws IOException {
    List<String> names = FaultKinds.all().stream().map(FaultKind::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    String page = Files.readString(Path.of("..", "docs", "reliability.md"));
    assertThat(names).allMatch(name -> page.contains("`" + name + "`"));
  }

  @Test
  void kind_ofAnUnknownName_isRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> FaultKinds.named(List.of("kill", "kil")))
        .hasMessageStartingWith("there is no fault 'kil'; known: kill, freeze");
  }
}
