// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.HttpTransport;
import dev.baton.httpclient.HttpTransport.ServerRequest;
import dev.baton.server.Accounts;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerTls;
import dev.baton.service.Threads;
import dev.baton.testkit.server.TestAuthority;
import dev.baton.tls.PemFile;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a server with TLS, whose certificate comes from an authority of the test. */
final class TlsServerTest {

  private static final String HERE = "IP:127.0.0.1,DNS:localhost";

  @TempDir Path folder;
  private TestAuthority authority;

  @BeforeEach
  void issue() {
    authority = new TestAuthority(folder).issue("server", HERE);
  }

  private ServerTls files(Path certificate, Path key, Path clientAuthority) {
    return new ServerTls(
        new PemFile("tls-certificate", certificate),
        new PemFile("tls-key", key),
        clientAuthority == null ? null : new PemFile("tls-client-ca", clientAuthority));
  }

  private TestApi api(Path clientAuthority) {
    return api(
        files(authority.certificateOf("server"), authority.keyOf("server"), clientAuthority));
  }

  private static TestApi api(ServerTls tls) {
    return new TestApi(ServerOptions.at("127.0.0.1", 0).withTls(tls));
  }

  private ClientTls trusting() {
    return ClientTls.DEFAULT.trusting(new PemFile("tls-ca", authority.certificate()));
  }

  private static HttpClient client(ClientTls tls) {
    return HttpClient.newBuilder().sslContext(tls.context("https:")).build();
  }

  private static URI uri(TestApi api, String path) {
    return URI.create(api.server.uri() + path);
  }

  private static HttpRequest get(TestApi api, String path) {
    return HttpRequest.newBuilder(uri(api, path)).build();
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void answers_haveTheSchemeAndThePromiseOfTls() throws Exception {
    try (TestApi api = api((Path) null);
        HttpClient client = client(trusting())) {
      assertThat(api.server.uri().getScheme()).isEqualTo("https");
      HttpResponse<String> response = send(client, get(api, "/api/cloud-entry-point"));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"base-uri\":\"" + api.server.uri() + "/api/\"");
      // Other ports of the host would share the rule.
      assertThat(response.headers().map()).doesNotContainKey("strict-transport-security");
      assertThat(answerAtThePortOfHttps(api))
          .contains("Strict-Transport-Security: max-age=31536000");
      HttpRequest login =
          HttpRequest.newBuilder(URI.create(api.server.uri() + "/api/session"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"template": {"href": "session-template/password", "username": "super",
                       "password": "%s"}}
                      """
                          .formatted(TestApi.PASSWORD)))
              .header("Content-Type", "application/json")
              .header("Origin", "http://127.0.0.1:" + api.server.port())
              .build();
      HttpResponse<String> refused = send(client, login);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("was loaded without TLS; open it with https");
      HttpRequest own =
          HttpRequest.newBuilder(login, (name, value) -> !name.equals("Origin")).build();
      assertThat(send(client, own).headers().firstValue("Set-Cookie").orElseThrow())
          .contains("; Secure");
    }
  }

  /** Asks as a client does that reaches the server at port 443, through a forwarded port. */
  private String answerAtThePortOfHttps(TestApi api) throws Exception {
    SSLContext context = trusting().context(api.server.uri().toString());
    try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", api.server.port())) {
      String request = "GET /health/live HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void plainHttp_isRefusedWithAReason() throws Exception {
    try (TestApi api = api((Path) null);
        HttpClient client = HttpClient.newHttpClient()) {
      URI plain = URI.create("http://127.0.0.1:" + api.server.port() + "/api/session");
      HttpResponse<String> refused = send(client, HttpRequest.newBuilder(plain).build());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("this port speaks TLS");
    }
  }

  @Test
  void oldVersionsOfTls_areRefused() throws Exception {
    try (TestApi api = api((Path) null)) {
      SSLContext context = trusting().context("https:");
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        assertThat(handshake(context, api.server.port(), version)).isNotEmpty();
      }
      assertThatThrownBy(() -> handshake(context, api.server.port(), "TLSv1.1"))
          .isInstanceOf(SSLException.class);
    }
  }

  /** Makes a new connection, and returns the certificates that the server shows. */
  private static List<X509Certificate> handshake(SSLContext context, int port, String... versions)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(versions);
      socket.startHandshake();
      List<X509Certificate> shown = new ArrayList<>();
      for (var certificate : socket.getSession().getPeerCertificates()) {
        shown.add((X509Certificate) certificate);
      }
      return shown;
    }
  }

  private BigInteger shown(TestApi api) throws IOException {
    // A new context, because a session that is resumed has the certificate of its beginning.
    return handshake(trusting().context("https:"), api.server.port(), "TLSv1.3")
        .getFirst()
        .getSerialNumber();
  }

  @Test
  void newCertificate_underLoad_isUsedAndNoRequestFails() throws Exception {
    // The server is closed first, because the client waits for the end of its stream.
    try (HttpClient streaming = client(trusting());
        TestApi api = api((Path) null)) {
      String cookie = cookie(api, streaming);
      HttpRequest.Builder events = HttpRequest.newBuilder(uri(api, "/api/events"));
      HttpResponse<Stream<String>> stream =
          streaming.send(events.header("Cookie", cookie).build(), BodyHandlers.ofLines());
      AtomicBoolean stopped = new AtomicBoolean();
      Set<String> failures = ConcurrentHashMap.newKeySet();
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        load.add(Threads.virtual("load", () -> sendUntil(stopped, api, failures)));
      }
      load.forEach(Thread::start);
      Set<BigInteger> seen = ConcurrentHashMap.newKeySet();
      seen.add(shown(api));
      for (int i = 0; i < 3; i++) {
        authority.issue("server", HERE);
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.add(shown(api)));
      }
      stopped.set(true);
      load.forEach(Threads::join);
      assertThat(failures).isEmpty();
      assertThat(seen).hasSize(4);
      // The stream from before the changes continues.
      HttpRequest.Builder post = HttpRequest.newBuilder(uri(api, "/api/job"));
      post.header("Cookie", cookie).header("Content-Type", "application/json");
      post.POST(HttpRequest.BodyPublishers.ofString("{\"action\": \"noop\"}"));
      assertThat(send(streaming, post.build()).statusCode()).isEqualTo(201);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> stream.body().anyMatch("event: job"::equals));
      stream.body().close();
    }
  }

  private static String cookie(TestApi api, HttpClient client) throws Exception {
    String token = api.server.signInLinks().issue(Accounts.FIRST_ADMINISTRATOR);
    return send(client, get(api, "/sign-in?token=" + token))
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .split(";")[0];
  }

  /** Sends requests, each on a new connection. */
  private void sendUntil(AtomicBoolean stopped, TestApi api, Set<String> failures) {
    while (!stopped.get()) {
      try (HttpClient client = client(trusting())) {
        if (send(client, get(api, "/health/live")).statusCode() != 200) {
          failures.add("status");
        }
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Test
  void invalidNewFiles_leaveTheFormerOnesInUse() throws Exception {
    try (TestApi api = api((Path) null)) {
      BigInteger first = shown(api);
      authority.issueExpired("server", HERE);
      assertThat(shown(api)).isEqualTo(first);
      Files.delete(authority.keyOf("server"));
      assertThat(shown(api)).isEqualTo(first);
      authority.issue("server", HERE);
      assertThat(shown(api)).isNotEqualTo(first);
    }
  }

  @Test
  void clientAuthority_refusesClientsWithoutACertificateOfIt() throws Exception {
    authority.issue("client", "DNS:client");
    try (TestApi api = api(authority.certificate());
        HttpClient known =
            client(
                trusting()
                    .showing(
                        new PemFile("tls-client-certificate", authority.certificateOf("client")),
                        new PemFile("tls-client-key", authority.keyOf("client"))));
        HttpClient unknown = client(trusting())) {
      HttpResponse<String> answer = send(known, get(api, "/api/session"));
      // The certificate admits the client, but logs nobody in.
      assertThat(answer.body()).contains("\"count\":0");
      assertThatThrownBy(() -> send(unknown, get(api, "/api/session")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void wrongFiles_endTheStartWithTheReason() throws Exception {
    Path certificate = authority.certificateOf("server");
    Path key = authority.keyOf("server");
    authority.issue("other", HERE).issueExpired("old", HERE);
    assertRefused(folder.resolve("none.pem"), key, "none.pem' does not exist");
    assertRefused(certificate, folder.resolve("none.pem"), "none.pem' does not exist");
    assertRefused(key, key, "has no certificate");
    assertRefused(certificate, certificate, "has no private key");
    assertRefused(certificate, authority.keyOf("other"), "is not the key of the certificate in");
    assertRefused(authority.certificateOf("old"), authority.keyOf("old"), "expired at");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(certificate, key, "is open to all users (mode rw-r--r--)");
  }

  @Test
  void commandInTheMessage_convertsKeysOfOtherForms() throws Exception {
    Path certificate = authority.certificateOf("server");
    Path key = authority.keyOf("server");
    Path traditional = folder.resolve("traditional.pem");
    shell("openssl pkey -traditional -in '%s' -out '%s'".formatted(key, traditional));
    Path encrypted = folder.resolve("encrypted.pem");
    shell("openssl pkcs8 -topk8 -passout pass:secret -in '%s' -out '%s'".formatted(key, encrypted));
    assertRefused(certificate, encrypted, "is encrypted with a password");
    for (Path other : List.of(traditional, encrypted)) {
      Path converted = folder.resolve("converted-" + other.getFileName());
      Throwable problem = catchThrowable(() -> files(certificate, other, null).check());
      assertThat(problem).hasMessageContaining(" -nocrypt ");
      String message = String.valueOf(problem.getMessage());
      String command =
          message
              .substring(message.indexOf("openssl"))
              .replace("NEW-FILE", "'" + converted + "' -passin pass:secret");
      shell(command);
      files(certificate, converted, null).check();
    }
  }

  @Test
  void keyOfRsa_isAccepted_andItsOldFormIsRefused() throws Exception {
    Path key = folder.resolve("rsa-key.pem");
    Path certificate = folder.resolve("rsa-cert.pem");
    shell(
        "openssl req -x509 -subj /CN=rsa -newkey rsa:2048 -nodes -keyout '%s' -out '%s'"
            .formatted(key, certificate));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    files(certificate, key, null).check();
    Path old = folder.resolve("rsa-old.pem");
    shell("openssl pkey -traditional -in '%s' -out '%s'".formatted(key, old));
    assertRefused(certificate, old, "has a private key in the form 'RSA'");
  }

  private static void shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + output).isZero();
  }

  private void assertRefused(Path certificate, Path key, String reason) {
    assertThatThrownBy(() -> api(files(certificate, key, null)).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void serverWithAnExpiredCertificate_isNotTrusted() throws Exception {
    authority.issueExpired("old", HERE);
    int port = freePort();
    Process server =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-www",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                authority.certificateOf("old").toString(),
                "-key",
                authority.keyOf("old").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s_server.log").toFile())
            .start();
    try {
      URI endpoint = URI.create("https://127.0.0.1:" + port);
      HttpTransport client = new HttpTransport(endpoint, trusting(), Map.of());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThatThrownBy(() -> client.send(ServerRequest.of("GET", "/")))
                  .isInstanceOf(UnavailableException.class)
                  .hasMessageContaining("the server at " + endpoint + " is not trusted")
                  .hasMessageContaining("its certificate expired at"));
      client.close();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void serverWithoutTls_isSuspectedByAClientThatUsesHttps() {
    try (TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0))) {
      URI endpoint = URI.create("https://127.0.0.1:" + api.server.port());
      HttpTransport client = new HttpTransport(endpoint, trusting(), Map.of());
      assertThatThrownBy(() -> client.send(ServerRequest.of("GET", "/")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("may speak plain http: try http:// instead of https://");
      client.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
