// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.member.ActionInfo;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Converts a member of the member registry to and from the JSON document in its column. */
final class MemberJson {

  private MemberJson() {}

  static String write(Member member) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", member.id());
    node.put("kind", member.kind().name());
    node.put("name", member.name());
    node.put("host", member.host());
    node.put("pid", member.pid());
    node.put("version", member.version());
    node.put("started", member.started().toEpochMilli());
    node.put("slots", member.slots());
    node.put("running", member.running());
    node.put("stopping", member.stopping());
    node.put("draining", member.draining());
    ArrayNode capabilities = node.putArray("capabilities");
    member.capabilities().forEach(capabilities::add);
    ArrayNode actions = node.putArray("actions");
    member.actions().forEach(action -> actions.add(ActionJson.node(action)));
    ArrayNode refusals = node.putArray("refusals");
    member.refusals().forEach(refusal -> refusals.add(refusal(refusal)));
    List<String> reached = member.places();
    if (reached != null) {
      ArrayNode places = node.putArray("places");
      reached.forEach(places::add);
    }
    Integer lost = member.lostLeases();
    if (lost != null) {
      node.put("lost-leases", lost);
    }
    return String.valueOf(JsonText.of(node));
  }

  private static ObjectNode refusal(CapabilityRefusal refusal) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", refusal.job().toString());
    node.put("capability", refusal.capability());
    node.put("reason", refusal.reason());
    node.put("since", refusal.since().toEpochMilli());
    return node;
  }

  /**
   * Reads a member.
   *
   * @param seen the time of its last heartbeat, in milliseconds
   */
  static Member read(String text, long seen, boolean lost) {
    JsonNode node = Objects.requireNonNull(JsonText.parse(text));
    List<ActionInfo> actions = new ArrayList<>();
    node.path("actions").forEach(action -> actions.add(ActionJson.read(action)));
    List<CapabilityRefusal> refusals = new ArrayList<>();
    node.path("refusals").forEach(refusal -> refusals.add(readRefusal(refusal)));
    return Member.builder(
            node.path("id").asText(),
            Member.Kind.valueOf(node.path("kind").asText()),
            node.path("name").asText(),
            Instant.ofEpochMilli(node.path("started").asLong()))
        .host(node.path("host").asText())
        .pid(node.path("pid").asLong())
        .version(node.path("version").asText())
        .seen(Instant.ofEpochMilli(seen))
        .slots(node.path("slots").asInt())
        .running(node.path("running").asInt())
        .stopping(node.path("stopping").asBoolean())
        .draining(node.path("draining").asBoolean())
        .capabilities(ActionJson.texts(node.path("capabilities")))
        .actions(actions)
        .refusals(refusals)
        .places(ActionJson.texts(node.path("places")))
        .lostLeases(node.hasNonNull("lost-leases") ? node.path("lost-leases").asInt() : null)
        .lost(lost)
        .build();
  }

  private static CapabilityRefusal readRefusal(JsonNode node) {
    return new CapabilityRefusal(
        JobId.parse(node.path("job").asText()),
        node.path("capability").asText(),
        node.path("reason").asText(),
        Instant.ofEpochMilli(node.path("since").asLong()));
  }
}
