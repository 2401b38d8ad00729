// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CreateResultTest {

  private static final String ID =
      "8df9472abe3bd4cf0e0c6450c719e5447ae521a6e3b58e5a5cdd4ec540253d8f";

  private static CreateResult result(int status, String message) {
    return CreateResult.of(
        new DockerApi.Reply(
            status, DockerApi.JSON.createObjectNode().put("message", message), Map.of()));
  }

  @Test
  void nameInUse_isRecognisedInTheAnswersOfDockerAndPodman() {
    assertThat(
            result(
                409,
                "Conflict. The container name \"/a\" is already in use by container \""
                    + ID
                    + "\". You have to remove (or rename) that container to be able to reuse that"
                    + " name."))
        .isEqualTo(CreateResult.NAME_IN_USE);
    assertThat(
            result(
                500,
                "container create: creating container storage: the container name \"a\" is already"
                    + " in use by "
                    + ID
                    + ". You have to remove that container to be able to reuse that name: that name"
                    + " is already in use"))
        .isEqualTo(CreateResult.NAME_IN_USE);
  }

  @Test
  void otherAnswers_areDistinguishedByTheirStatus() {
    assertThat(result(201, "")).isEqualTo(CreateResult.CREATED);
    assertThat(result(404, "No such image: a:latest")).isEqualTo(CreateResult.IMAGE_MISSING);
    assertThat(result(400, "address already in use")).isEqualTo(CreateResult.REFUSED);
    assertThat(result(500, "container create: invalid config provided"))
        .isEqualTo(CreateResult.REFUSED);
  }
}
