// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Makes values that programs often handle incorrectly. */
final class EdgeCaseValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "0",
          "-1",
          "NaN",
          "1e999999999",
          "-0",
          "0x7fffffff",
          "2147483648",
          "9223372036854775808",
          "99999999999999999999999999",
          "1.5",
          "\u0000",
          "a\u0000b",
          "\n",
          "\r\nX-Injected: 1",
          "\ud800",
          "\u202e\u200b",
          "\u0130\u0131",
          "\ud83d\ude00",
          "../../etc/passwd",
          "%00",
          "%",
          "%zz",
          "' or 1=1 --",
          "\"",
          "\\",
          "{{7*7}}",
          "${jndi:ldap://127.0.0.1/x}",
          "<script>",
          "job/",
          "job/1",
          "user/super",
          "group/nuvla-admin",
          "job/00000000-0000-0000-0000-000000000000",
          "2026-02-30T00:00:00Z",
          "+999999999-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00Z",
          "0000-00-00",
          "1970-01-01T00:00:00Z",
          "now",
          "now-7d",
          "now+999999999y",
          "PT0S",
          "P365000D",
          "PT-1S",
          "PT9223372036854775807S",
          "P1Y",
          "state='FAILED'",
          "id>''",
          "(((((",
          "a=[",
          "a='",
          "state=null",
          "priority<10",
          "created>'now-1h'",
          "tags='x' or tags='y'",
          "nosuch='x'",
          "result/a/b/c<1e2147483647",
          "fulltext=='a*'",
          "terms:state",
          "sum:priority",
          "avg:nosuch",
          "state:asc,created:desc",
          "QUEUED",
          "RUNNING",
          "SUCCESS",
          "push",
          "pull",
          "mixed",
          "svg",
          "dummy_test_action",
          "run_command",
          "bulk_post",
          "nosuchaction");

  private final Random random;

  EdgeCaseValues(Random random) {
    this.random = random;
  }

  String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "x".repeat(1 << random.nextInt(15));
      case 1 -> garbage(1 + random.nextInt(40));
      case 2 -> "(".repeat(1 + random.nextInt(3_000));
      case 3 -> String.valueOf(random.nextLong());
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }

  private String garbage(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(1 + random.nextInt(random.nextBoolean() ? 0x7e : 0xd000));
    }
    return text.toString();
  }

  JsonNode node(int depth) {
    return switch (random.nextInt(depth > 3 ? 7 : 10)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> number();
      case 3, 4, 5, 6 -> JSON.textNode(text());
      case 7 -> deep();
      case 8 -> array(depth);
      default -> object(depth);
    };
  }

  private JsonNode number() {
    return switch (random.nextInt(10)) {
      case 0 -> JSON.numberNode(Long.MAX_VALUE);
      case 1 -> JSON.numberNode(Long.MIN_VALUE);
      case 2 -> JSON.numberNode(Integer.MAX_VALUE + 1L);
      case 3 -> JSON.numberNode(new BigInteger("9".repeat(1 + random.nextInt(300))));
      case 4 ->
          JSON.numberNode(new BigDecimal("1e" + (random.nextInt(2_000_000_000) - 1_000_000_000)));
      case 5 -> JSON.numberNode(-1);
      case 6 -> JSON.numberNode(0.1 * random.nextInt(100));
      case 7 -> JSON.numberNode(random.nextInt());
      default -> JSON.numberNode(random.nextInt(1_200));
    };
  }

  private JsonNode deep() {
    ArrayNode outer = JSON.arrayNode();
    ArrayNode at = outer;
    int depth = 1 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 30);
    for (int i = 0; i < depth; i++) {
      at = at.addArray();
    }
    return outer;
  }

  private JsonNode array(int depth) {
    ArrayNode array = JSON.arrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      array.add(node(depth + 1));
    }
    return array;
  }

  private JsonNode object(int depth) {
    ObjectNode object = JSON.objectNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.set(text(), node(depth + 1));
    }
    return object;
  }
}
