// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.rest.ObjectSchema.list;
import static dev.baton.rest.ObjectSchema.map;
import static dev.baton.rest.ObjectSchema.timeType;
import static dev.baton.rest.ObjectSchema.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import java.util.List;

/** The JSON Schemas of resources. Attributes that the caller may not see are missing in them. */
final class ResourceSchemas {

  private ResourceSchemas() {}

  /** A schema that every value fits. */
  private static ObjectNode any() {
    return JsonNodes.object();
  }

  private static ObjectNode texts() {
    return list(type("string"));
  }

  /** The operations that the caller may carry out. */
  private static ObjectNode operations() {
    return list(
        new ObjectSchema().text("rel", "The operation").text("href", "Where it is").build());
  }

  private static ObjectSchema resource(String id) {
    return new ObjectSchema()
        .text("id", id)
        .optional("resource-type", "The kind of resource", type("string"))
        .optional("created", "When it was created", timeType())
        .optional("updated", "When it was changed last", timeType())
        .optional("acl", "Who may do what", map(texts()))
        .optional("operations", "What the caller may do now", operations());
  }

  /** Adds properties whose names say what they are. */
  private static void optional(ObjectSchema schema, ObjectNode type, String... names) {
    for (String name : names) {
      schema.optional(name, type);
    }
  }

  /** A job. */
  static ObjectNode job() {
    ObjectSchema job = resource("job/<uuid>");
    for (String name : JobAttributes.names(each -> !each.is(JobAttribute.Trait.VIRTUAL))) {
      JobAttribute attribute = JobAttributes.of(name);
      if (!List.of("id", "acl", "operations", "created", "updated").contains(name)) {
        job.optional(name, schema(attribute.type()));
      }
    }
    return job.build();
  }

  private static ObjectNode schema(JobAttribute.Type type) {
    return switch (type) {
      case TEXT -> type("string");
      case NUMBER -> type("integer");
      case MOMENT -> timeType();
      case WORDS -> texts();
      case FLAG -> type("boolean");
      case OBJECT -> any();
    };
  }

  /** The response to a search. */
  static ObjectNode page(ObjectNode resource) {
    return resource("The name of the collection")
        .number("count", "The number of all matching resources")
        .with("resources", "The resources of the page", list(resource))
        .optional(
            "more",
            "Whether more jobs match than the parameter max-count; then the count is max-count",
            type("boolean"))
        .optional("aggregations", "The figures by their clauses", map(any()))
        .optional(
            "accepts-unknown", "Whether jobs for unknown actions are accepted", type("boolean"))
        .build();
  }

  /** The response to a change. */
  static ObjectNode message() {
    return new ObjectSchema()
        .number("status", "The status of the response")
        .text("message", "What was done")
        .optional("resource-id", "The resource", type("string"))
        .optional("secret-key", "The secret of a new API key, shown once", type("string"))
        .build();
  }

  static ObjectNode entryPoint() {
    ObjectNode href = new ObjectSchema().text("href", "The path below the API").build();
    return resource("cloud-entry-point")
        .text("base-uri", "The address of the API")
        .with("collections", "The collections by name", map(href))
        .build();
  }

  static ObjectNode session() {
    ObjectSchema session = resource("session/<uuid>");
    optional(
        session,
        type("string"),
        "created-by",
        "method",
        "user",
        "identifier",
        "roles",
        "active-claim");
    session
        .optional("client-ip", "The address of the client that logged in", type("string"))
        .optional("user-agent", "The user agent of the client that logged in", type("string"));
    return session
        .optional("template", "The way to log in", map(type("string")))
        .optional("expiry", "When the session ends", timeType())
        .build();
  }

  static ObjectNode sessionTemplate() {
    ObjectSchema template = resource("session-template/<method>");
    optional(template, type("string"), "name", "description", "method", "instance");
    return template.build();
  }

  static ObjectNode groups() {
    return new ObjectSchema().with("groups", "The groups", texts()).build();
  }

  static ObjectNode user() {
    ObjectSchema user = resource("user/<uuid>");
    optional(user, type("string"), "name", "state");
    optional(user, type("boolean"), "active", "admin");
    return user.build();
  }

  static ObjectNode credential() {
    ObjectSchema credential = resource("credential/<uuid>");
    optional(credential, type("string"), "subtype", "method", "name", "created-by");
    return credential
        .optional("expiry", "When the key becomes invalid", timeType())
        .optional("claims", "The identity and the roles of the key", any())
        .build();
  }

  static ObjectNode action() {
    ObjectSchema action = resource("action/<name>");
    optional(action, type("string"), "name", "description", "plugin", "provided-by");
    optional(action, type("boolean"), "admin-only", "flow");
    return action
        .optional("schema", "The JSON Schema of the parameters", any())
        .optional("requires", "The required capabilities", texts())
        .optional("executors", "The number of live executors with the action", type("integer"))
        .optional("provided", "When a process provided the action last", timeType())
        .build();
  }

  static ObjectNode executor() {
    ObjectSchema executor = resource("executor/<uuid>");
    optional(executor, type("string"), "name", "kind", "host", "version");
    optional(executor, type("integer"), "pid", "slots", "running", "lost-leases");
    optional(executor, timeType(), "started", "seen");
    optional(executor, type("boolean"), "alive", "stopping", "draining");
    optional(executor, texts(), "capabilities", "actions");
    ObjectNode refusal =
        new ObjectSchema()
            .text("job", "The waiting job")
            .text("action", "The action of the job")
            .text("capability", "The capability that refuses the job")
            .text("reason", "Why")
            .time("since", "Since when, by the clock of the executor")
            .build();
    return executor
        .optional("refusals", "Waiting jobs that the executor refuses", list(refusal))
        .build();
  }

  static ObjectNode engine() {
    ObjectSchema engine = resource("engine/<executor>.<name>");
    optional(
        engine,
        type("string"),
        "name",
        "executor",
        "executor-name",
        "host",
        "product",
        "version",
        "address",
        "error",
        "last-error");
    optional(engine, timeType(), "checked", "last-error-at");
    optional(engine, type("integer"), "limit", "owner-limit");
    ObjectNode permission =
        new ObjectSchema()
            .text("name", "What executors do in the engine")
            .bool("needed", "Whether engine jobs cannot run without it")
            .optional("refusal", "Why it is not possible", type("string"))
            .build();
    return engine
        .optional(
            "status",
            "Whether the executor can use the engine",
            ObjectSchema.texts(List.of("reachable", "unreachable", "forbidden", "invalid")))
        .optional("default", "Whether jobs that name no engine use it", type("boolean"))
        .optional("threshold", "The share in use from which jobs wait", type("number"))
        .optional("share", "The used share of the scarcer resource", type("number"))
        .optional("capacity", "What engine jobs may use", amount())
        .optional("load", "What is in use or reserved, by anybody", amount())
        .optional("permissions", "Whether the engine permits what executors do", list(permission))
        .build();
  }

  private static ObjectNode amount() {
    return new ObjectSchema()
        .optional("cpus", "Cores", type("number"))
        .optional("memory", "Bytes", type("integer"))
        .optional("jobs", "Engine jobs that have not ended", type("integer"))
        .build();
  }

  static ObjectNode distribution() {
    ObjectSchema distribution = resource("distribution/<name>");
    optional(
        distribution,
        type("string"),
        "name",
        "description",
        "plugin",
        "schedule",
        "zone",
        "misfire",
        "kind",
        "overlap",
        "leader",
        "last-error",
        "last-leader");
    optional(distribution, timeType(), "last-run", "next-run", "last-misfire");
    optional(distribution, type("integer"), "last-changed", "last-posted", "misfires");
    return distribution.build();
  }

  static ObjectNode board() {
    ObjectSchema posting = new ObjectSchema().text("job", "The job");
    posting.number("priority", "The priority");
    posting.optional("due", "When the job may start", timeType());
    posting.optional("owner", "The executor that has claimed the job", type("string"));
    posting.optional("action", "The action of the job, with gates=true", type("string"));
    posting.optional("name", "The name of the job, with gates=true", type("string"));
    posting.optional("state", "The state of the job, with gates=true", type("string"));
    posting.optional(
        "cancelling",
        "True if the job was cancelled and its flow reverts its work, with gates=true",
        type("boolean"));
    posting.optional("gate", "The first gate that holds the job", type("string"));
    posting.optional("detail", "Why the gate holds the job", type("string"));
    posting.optional("since", "Since when, if that is known", timeType());
    return resource("board")
        .number("first", "The place of the first job of the page")
        .number("count", "The number of jobs of the page")
        .with("resources", "The jobs in the order of the board", list(posting.build()))
        .build();
  }

  static ObjectNode reconciliation() {
    return new ObjectSchema()
        .all(message())
        .number("reposted", "Jobs that were missing on the board")
        .number("removed", "Postings of jobs that do not wait")
        .number("released", "Claims of dead executors")
        .build();
  }

  static ObjectNode why() {
    ObjectNode gate =
        new ObjectSchema()
            .text("gate", "The name of the gate")
            .bool("open", "Whether the gate lets the job through")
            .bool(
                "checked",
                "Whether the gate was checked; false if no executor passes an earlier gate")
            .text("detail", "Why")
            .optional("since", "Since when", timeType())
            .build();
    return new ObjectSchema()
        .text("resource-id", "The job")
        .text("state", "The state of the job")
        .text("summary", "One sentence")
        .with("gates", "The gates of a waiting job", list(gate))
        .build();
  }

  static ObjectNode event() {
    ObjectSchema event = new ObjectSchema().number("number", "Grows with time over all jobs");
    event.text("job", "The job").time("at", "When it happened");
    event.text("kind", "What happened").text("state", "The state of the job after the event");
    event.number("attempt", "The attempt");
    optional(event, type("string"), "owner", "note");
    return event.build();
  }

  static ObjectNode history() {
    return new ObjectSchema().with("events", "The events, oldest first", list(event())).build();
  }

  static ObjectNode log() {
    ObjectNode line =
        new ObjectSchema()
            .number("number", "Identifies the line")
            .time("at", "When the executor read the line")
            .number("attempt", "The attempt that logged the line")
            .text("stream", "stdout, stderr or log")
            .text("text", "The line without its end")
            .build();
    return new ObjectSchema()
        .with("lines", "The lines in their order", list(line))
        .number("last", "The number of the last line, for the parameter 'after'")
        .bool("final", "Whether no more lines can follow")
        .build();
  }

  static ObjectNode flow() {
    ObjectSchema flow = new ObjectSchema().text("resource-id", "The job");
    optional(flow, type("string"), "job-state", "action", "flow", "state", "note", "continues");
    optional(flow, timeType(), "created", "updated", "unfit-since");
    return flow.number("revision", "Grows with each write of the flow")
        .bool("definition-known", "Whether this server has the definition of the flow")
        .optional("unsettled", "Tasks that are neither completed nor reverted", texts())
        .optional("waiting", "What the flow waits for", waiting())
        .with("atoms", "The atoms in the order of the definition", list(atom()))
        .build();
  }

  private static ObjectNode waiting() {
    return new ObjectSchema()
        .optional("until", "The time", timeType())
        .with("signals", "The names of the signals", texts())
        .build();
  }

  static ObjectNode atom() {
    ObjectNode failure =
        new ObjectSchema()
            .text("type", "The type of the exception")
            .optional("message", "Its message", type("string"))
            .build();
    ObjectNode waits =
        new ObjectSchema()
            .optional("signal", "The signal", type("string"))
            .optional("until", "The time", timeType())
            .build();
    ObjectSchema atom = place();
    optional(atom, type("string"), "state", "intention", "duration");
    optional(atom, type("integer"), "starts", "reverts", "progress");
    optional(atom, timeType(), "since", "due");
    optional(atom, failure, "failure", "revert-failure");
    return atom.optional("waits", "What the atom waits for", waits).build();
  }

  private static ObjectSchema place() {
    return new ObjectSchema()
        .text("name", "The atom")
        .text("kind", "task or retry")
        .optional("path", "The flows that contain the atom, from the outside", texts())
        .optional("has-revert", "Whether the atom can be reverted", type("boolean"));
  }

  static ObjectNode previewCancel() {
    ObjectNode revert =
        new ObjectSchema()
            .text("atom", "The atom")
            .bool("has-revert", "Whether its work is undone; otherwise its effects remain")
            .build();
    return new ObjectSchema()
        .text("resource-id", "The job")
        .text("job-state", "The state of the job")
        .text("message", "A summary")
        .with("reverts", "What a cancel reverts, in order", list(revert))
        .with("without-revert", "The atoms whose effects remain", texts())
        .build();
  }

  static ObjectNode hierarchy() {
    return hierarchyParts(new ObjectSchema().text("action", "The action")).build();
  }

  private static ObjectSchema hierarchyParts(ObjectSchema schema) {
    optional(schema, type("string"), "flow", "hierarchy");
    return schema.optional("atoms", "The atoms", list(place().build()));
  }

  static ObjectNode dryRun() {
    return hierarchyParts(new ObjectSchema())
        .with("job", "The job as a post would store it", any())
        .optional("note", "Why the flow cannot be shown", type("string"))
        .build();
  }

  static ObjectNode health() {
    return new ObjectSchema()
        .text("status", "up or down")
        .optional("message", "The problem", type("string"))
        .build();
  }

  /** The schemas of request bodies. */
  static JsonNode requestOf(String body) {
    return switch (body) {
      case "job" -> jobRequest();
      case "session" ->
          new ObjectSchema()
              .with("template", "A filled-in session template", map(type("string")))
              .build();
      case "switch-group" ->
          new ObjectSchema()
              .text("claim", "The group")
              .optional("extended", "Ignored", any())
              .build();
      case "user" -> userRequest();
      case "credential" ->
          new ObjectSchema()
              .optional("name", "A name for people", type("string"))
              .with("template", "href, ttl in seconds, roles", any())
              .build();
      default -> type("object");
    };
  }

  private static ObjectNode jobRequest() {
    ObjectNode job = job();
    job.remove("required");
    ObjectNode schema = JsonNodes.object();
    schema.putArray("anyOf").add(job).add(list(job));
    return schema;
  }

  private static ObjectNode userRequest() {
    ObjectSchema user = new ObjectSchema();
    optional(user, type("string"), "name", "password");
    optional(user, type("boolean"), "admin", "active");
    return user.build();
  }
}
