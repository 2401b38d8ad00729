// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.executor.Member;
import dev.baton.job.BoundedJson;
import dev.baton.job.JobSpec;
import dev.baton.plugin.ActionDefinition;
import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Names;
import dev.baton.plugin.PostCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The actions of this process and those that live executors announce; what may be posted is judged
 * by them. Thread-safe.
 */
final class Actions implements PostCheck {

  private static final int MAX_COMPLAINTS = 10;

  // Schemas come from executors; the registry fetches nothing that they refer to.
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Catalogue catalogue;
  private final Members members;
  private final boolean acceptUnknown;

  Actions(Catalogue catalogue, Members members, boolean acceptUnknown) {
    this.catalogue = catalogue;
    this.members = members;
    this.acceptUnknown = acceptUnknown;
  }

  /** All known actions by name; what this process says of one counts more than the others. */
  SortedMap<String, ActionInfo> all() {
    SortedMap<String, ActionInfo> all = new TreeMap<>();
    for (Member member : members.alive()) {
      member.actions().forEach(action -> all.putIfAbsent(action.name(), action));
    }
    catalogue.actions().forEach(action -> all.put(action.name(), action));
    return all;
  }

  /** How many live executors have each action. */
  Map<String, Integer> executors() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    members
        .executors()
        .forEach(member ->
            member.actions().forEach(action -> counts.merge(action.name(), 1, Integer::sum)));
    return counts;
  }

  /** Whether jobs of this action are cancelled by a signal that the action heeds. */
  boolean endsInOrder(String name) {
    return catalogue.action(name).map(ActionDefinition::endsInOrder).orElse(false);
  }

  /** Whether jobs of this action run flows, as far as anybody says. */
  boolean isFlow(String name) {
    return catalogue
        .action(name)
        .<ActionInfo>map(ActionDefinition::info)
        .or(() -> announced(name))
        .map(ActionInfo::flow)
        .orElse(false);
  }

  @Override
  public JobSpec checked(JobSpec spec, Caller caller) {
    if (catalogue.action(spec.action()).isPresent()) {
      return catalogue.checked(spec, caller);
    }
    Optional<ActionInfo> announced = announced(spec.action());
    if (announced.isPresent()) {
      return checked(spec, caller, announced.get());
    }
    if (acceptUnknown) {
      return spec;
    }
    throw new InvalidInputException(
        "action '"
            + spec.action()
            + "' is known neither here nor to any live executor"
            + Names.hint(spec.action(), all().keySet()));
  }

  /** An action as live processes announce it. */
  Optional<ActionInfo> announced(String name) {
    return members.alive().stream()
        .flatMap(member -> member.actions().stream())
        .filter(action -> action.name().equals(name))
        .findFirst();
  }

  private static JobSpec checked(JobSpec spec, Caller caller, ActionInfo action) {
    if (action.adminOnly() && !caller.isAdmin()) {
      throw new ForbiddenException(
          "action '" + action.name() + "' may be posted by administrators only");
    }
    validate(action, spec.payload());
    List<String> requires =
        Stream.concat(spec.requires().stream(), action.requires().stream()).distinct().toList();
    return spec.toBuilder().requires(requires).build();
  }

  private static void validate(ActionInfo action, @Nullable String payload) {
    List<String> complaints =
        SCHEMAS.getSchema(action.schema()).validate(parameters(payload)).stream()
            .limit(MAX_COMPLAINTS)
            .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
            .toList();
    if (!complaints.isEmpty()) {
      throw new InvalidInputException(
          "payload does not fit the parameters of action '"
              + action.name()
              + "': "
              + String.join("; ", complaints));
    }
  }

  private static JsonNode parameters(@Nullable String payload) {
    return payload == null ? Json.object() : BoundedJson.readValue("payload", payload);
  }
}
