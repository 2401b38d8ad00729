// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests how texts from jobs and servers appear on a terminal. */
final class PrintableTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void controlCharacters_becomeVisible() {
    assertThat(PrintableText.text("a\u001b]0;title\u0007b\u009b31m\rc\u007f"))
        .isEqualTo("a\\x1b]0;title\\x07b\\x9b31m\\x0dc\\x7f");
    assertThat(PrintableText.text("user \u202egnp.exe\u202c"))
        .isEqualTo("user \\u202egnp.exe\\u202c");
  }

  @Test
  void ordinaryText_isLeftAlone() {
    String text = "tab\there\nline — Zürich 東京 🏃 \\x1b";

    assertThat(PrintableText.text(text)).isSameAs(text);
  }

  @Test
  void json_staysTheSameJson() throws IOException {
    String json = JSON.createObjectNode().put("a", "\u001b[31m\u009bx\u202e\n").toPrettyString();

    String shown = PrintableText.json(json);

    assertThat(shown).doesNotContain("\u009b", "\u202e", "\u001b");
    assertThat(JSON.readTree(shown)).isEqualTo(JSON.readTree(json));
  }

  @Test
  void document_isChangedAtEveryDepth() throws IOException {
    JsonNode document = JSON.readTree("{\"a\":[{\"b\":\"\\u001b\"}, 1, null],\"c\":\"\\u0007\"}");

    JsonNode shown = PrintableText.document(document, PrintableText::text);

    assertThat(shown.toString())
        .isEqualTo("{\"a\":[{\"b\":\"\\\\x1b\"},1,null],\"c\":\"\\\\x07\"}");
  }
}
