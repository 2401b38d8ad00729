// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests. Equal random numbers give equal requests. For one thread. */
final class RequestMaker {

  private static final int MAX_NESTING = 100_000;

  /** A slow operation is chosen this many times less often than other operations. */
  private static final int SLOW = 4;

  private static final int HUGE = 16 << 20;

  private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+\\}");
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/x-www-form-urlencoded",
          "application/json; charset=utf-16",
          "application/xml",
          "",
          "multipart/form-data; boundary=x",
          "a/b/c");

  /** Writes documents that are nested more deeply than the library's default permits. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING).build())
              .build());

  private final Random random;
  private final List<ApiOperation> operations;
  private final TargetContents known;
  private final List<String> roleNames;
  private final EdgeCaseValues edgeCaseValues;
  private final ValidBodies validBodies;
  private final DocumentMutator documentMutator;

  RequestMaker(Random random, List<ApiOperation> operations, TargetContents known) {
    this.random = random;
    this.operations = operations;
    this.known = known;
    this.roleNames = new ArrayList<>(new TreeSet<>(known.roles().keySet()));
    // Senders with many rights reach most of the code, so they are chosen more often.
    this.roleNames.addAll(List.of("admin", "admin", "admin", "user"));
    this.edgeCaseValues = new EdgeCaseValues(random);
    this.validBodies = new ValidBodies(random, new CallSamples(random, known));
    this.documentMutator = new DocumentMutator(random, edgeCaseValues);
  }

  FuzzRequest next() {
    ApiOperation apiOperation = oneOf(operations);
    while (apiOperation.isSlow() && random.nextInt(SLOW) != 0) {
      apiOperation = oneOf(operations);
    }
    String role = role(apiOperation);
    byte[] body = hasBody(apiOperation) ? body(apiOperation) : new byte[0];
    List<String> lines = new ArrayList<>();
    lines.add(apiOperation.method() + " " + path(apiOperation) + query(apiOperation) + " HTTP/1.1");
    lines.add("Host: 127.0.0.1");
    credentials(role, lines);
    if (apiOperation.path().startsWith(Protocol.PATH_PREFIX) && random.nextInt(40) != 0) {
      lines.add(Protocol.VERSION_HEADER + ": " + Protocol.VERSION);
    }
    if (random.nextInt(60) == 0) {
      lines.add("Accept: " + (random.nextBoolean() ? "text/event-stream" : header()));
    }
    if (apiOperation.path().equals("/api/job") && apiOperation.method().equals("DELETE")) {
      lines.add("bulk: " + (random.nextInt(3) == 0 ? header() : "yes"));
    }
    if (body.length > 0) {
      boolean form = apiOperation.body().equals("form") && random.nextInt(10) != 0;
      String usual = form ? "application/x-www-form-urlencoded" : "application/json";
      lines.add("Content-Type: " + (random.nextInt(25) == 0 ? oneOf(TYPES) : usual));
      if (random.nextInt(60) == 0) {
        lines.add("Content-Encoding: " + (random.nextBoolean() ? "gzip" : header()));
      }
    }
    if (body.length > 0 || !apiOperation.method().equals("GET")) {
      lines.add("Content-Length: " + body.length);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(FuzzRequest.ascii(String.join("\r\n", lines) + "\r\n\r\n"));
    bytes.writeBytes(body);
    // A server refuses such a body because of its length and closes the connection. The client is
    // still writing and may lose the answer.
    boolean isHuge = body.length > HUGE;
    boolean mayBeCut = isHuge || lines.stream().anyMatch(RequestMaker::isMalformed);
    return new FuzzRequest(apiOperation, role, bytes.toByteArray(), mayBeCut);
  }

  /** Control characters are invalid in a header line, regardless of how the server handles them. */
  private static boolean isMalformed(String line) {
    return line.chars().anyMatch(c -> c < ' ' || c >= 0x7f);
  }

  /** Board sessions and claims belong to the executor, so protocol calls mostly use its role. */
  private String role(ApiOperation apiOperation) {
    boolean isExecutor = apiOperation.isCall() && random.nextInt(5) < 3;
    return isExecutor ? "executor" : oneOf(roleNames);
  }

  private boolean hasBody(ApiOperation apiOperation) {
    return !apiOperation.body().isEmpty()
        || (!apiOperation.method().equals("GET") && random.nextInt(4) == 0);
  }

  private byte[] body(ApiOperation apiOperation) {
    if (apiOperation.body().equals("form") && random.nextInt(6) != 0) {
      return form().getBytes(StandardCharsets.UTF_8);
    }
    JsonNode document = documentMutator.of(validBodies.body(apiOperation));
    try {
      return documentMutator.of(JSON.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a generated document cannot be written", e);
    }
  }

  private String form() {
    List<String> names = List.of("filter", "orderby", "first", "last", "select", "aggregation");
    StringBuilder form = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      form.append(form.isEmpty() ? "" : "&");
      form.append(random.nextInt(20) == 0 ? encoded(edgeCaseValues.text()) : oneOf(names));
      form.append('=').append(encoded(value()));
    }
    return form.toString();
  }

  private String path(ApiOperation apiOperation) {
    Matcher variable = VARIABLE.matcher(apiOperation.path());
    return variable.replaceAll(match -> Matcher.quoteReplacement(segment(apiOperation)));
  }

  private String segment(ApiOperation apiOperation) {
    String collection = apiOperation.collection();
    if (known.has(collection) && random.nextInt(10) < 7) {
      String id = known.id(collection, random);
      return encoded(id.substring(id.indexOf('/') + 1));
    }
    return switch (random.nextInt(4)) {
      case 0 -> "00000000-0000-0000-0000-00000000000" + random.nextInt(10);
      case 1 -> "dummy_test_action";
      default -> encoded(edgeCaseValues.text());
    };
  }

  private String query(ApiOperation apiOperation) {
    if (apiOperation.parameters().isEmpty() ? random.nextInt(15) != 0 : random.nextInt(4) == 0) {
      return "";
    }
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name =
          apiOperation.parameters().isEmpty() || random.nextInt(20) == 0
              ? encoded(edgeCaseValues.text())
              : oneOf(apiOperation.parameters());
      // The decoded bytes are not valid UTF-8.
      String value = random.nextInt(40) == 0 ? "%ff%fe%80" : encoded(value());
      query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
    }
    return query.toString();
  }

  private String value() {
    return random.nextInt(3) == 0 ? String.valueOf(random.nextInt(30)) : edgeCaseValues.text();
  }

  private void credentials(String role, List<String> lines) {
    String secret = known.roles().getOrDefault(role, "");
    if (!secret.isEmpty()) {
      String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
      lines.add("Authorization: Basic " + basic);
    }
    if (random.nextInt(80) == 0) {
      lines.add("Cookie: com.sixsq.nuvla.cookie=" + header());
    }
    if (random.nextInt(80) == 0) {
      lines.add("nuvla-authn-info: " + header());
    }
  }

  /** A header value without characters that would end the header. */
  private String header() {
    String text = edgeCaseValues.text().replaceAll("[\\r\\n\\x00]", "_");
    return text.length() > 4_000 ? text.substring(0, 4_000) : text;
  }

  private String encoded(String text) {
    // A server refuses longer paths and queries because of their length.
    String some = text.length() > 2_000 ? text.substring(0, 2_000) : text;
    return URLEncoder.encode(some, StandardCharsets.UTF_8);
  }

  private <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
