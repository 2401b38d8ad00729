// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpine",
        "alpine:3",
        "library/alpine:3.19",
        "docker.io/baton/busybox:1",
        "127.0.0.1:5000/no/such:1",
        "registry.example.org/team/app_x/y--z:Tag.1-2",
        "[::1]:5000/x",
        "alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void name_ofTheForm_isAllowed(String name) {
    assertThatCode(() -> ImageName.check("docker", name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alpine",
        "a//b",
        "../../info",
        "Alpine",
        "alpine:",
        "alpine:tag:tag",
        "alpine/",
        "-alpine",
        "alpine@sha256",
        "alpine?x=1"
      })
  void name_ofAnotherForm_isRefusedNamingIt(String name) {
    assertThatThrownBy(() -> ImageName.check("docker", name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("image is '" + name + "'")
        .hasMessageContaining("such as alpine:3");
  }
}
