// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What jobs and servers say, at a terminal. */
final class PrintableTest {

  @Test
  void controlCharacters_becomeVisible() {
    assertThat(Printable.text("a\u001b]0;title\u0007b\u009b31m\rc\u007f"))
        .isEqualTo("a\\x1b]0;title\\x07b\\x9b31m\\x0dc\\x7f");
    assertThat(Printable.text("user \u202egnp.exe\u202c")).isEqualTo("user \\u202egnp.exe\\u202c");
  }

  @Test
  void ordinaryText_isLeftAlone() {
    String text = "tab\there\nline — Zürich 東京 🏃 \\x1b";

    assertThat(Printable.text(text)).isSameAs(text);
  }

  @Test
  void json_staysTheSameJson() throws IOException {
    String json =
        Api.JSON.createObjectNode().put("a", "\u001b[31m\u009bx\u202e\n").toPrettyString();

    String shown = Printable.json(json);

    assertThat(shown).doesNotContain("\u009b", "\u202e", "\u001b");
    assertThat(Api.JSON.readTree(shown)).isEqualTo(Api.JSON.readTree(json));
  }

  @Test
  void document_isChangedAtEveryDepth() throws IOException {
    JsonNode document =
        Api.JSON.readTree("{\"a\":[{\"b\":\"\\u001b\"}, 1, null],\"c\":\"\\u0007\"}");

    JsonNode shown = Printable.document(document, Printable::text);

    assertThat(shown.toString())
        .isEqualTo("{\"a\":[{\"b\":\"\\\\x1b\"},1,null],\"c\":\"\\\\x07\"}");
  }
}
