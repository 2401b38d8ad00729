// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A proxy on the loopback address that serves another server over TLS below {@link #PATH}. It tells
 * the address, the scheme and the host of the client in the headers {@code X-Forwarded-*}.
 */
public final class ProxyServer extends TestServerProcess {

  /** The path below which the proxy serves the other server. */
  public static final String PATH = "/baton";

  private static final List<Path> USUAL = List.of(Path.of("/usr/sbin"));

  private static final String NGINX =
      """
      daemon off;
      pid FOLDER/nginx.pid;
      events {}
      http {
        access_log off;
        client_body_temp_path FOLDER/body;
        proxy_temp_path FOLDER/proxy;
        fastcgi_temp_path FOLDER/fastcgi;
        uwsgi_temp_path FOLDER/uwsgi;
        scgi_temp_path FOLDER/scgi;
        server {
          listen 127.0.0.1:PORT ssl http2;
          ssl_certificate FOLDER/cert.pem;
          ssl_certificate_key FOLDER/key.pem;
          location ~ ^/baton(/|$) {
            proxy_pass http://TARGET;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_read_timeout 1h;
          }
        }
      }
      """;

  private static final String HAPROXY =
      """
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 1h
      frontend baton
        bind 127.0.0.1:PORT ssl crt FOLDER/both.pem alpn h2,http/1.1
        option forwardfor
        http-request set-header X-Forwarded-Proto https
        http-request set-header X-Forwarded-Host %[req.hdr(host)]
        http-request deny unless { path /baton } or { path_beg /baton/ }
        http-request replace-path /baton(/)?(.*) /\\2
        default_backend baton
      backend baton
        server baton TARGET ssl verify required ca-file AUTHORITY verifyhost baton.example.org
      """;

  private final List<String> command;

  private ProxyServer(String program, String configuration, TestAuthority authority, URI target) {
    super("proxy", null);
    String file = folder.resolve("proxy.conf").toString();
    command =
        configuration.equals(NGINX)
            ? List.of(program, "-e", "stderr", "-p", folder.toString(), "-c", file)
            : List.of(program, "-db", "-f", file);
    try {
      Files.writeString(
          folder.resolve("proxy.conf"),
          configuration
              .replace("FOLDER", folder.toString())
              .replace("PORT", String.valueOf(port()))
              .replace("TARGET", target.getAuthority())
              .replace("AUTHORITY", authority.certificate().toString()));
      String certificate = Files.readString(authority.certificateOf("proxy"));
      String key = Files.readString(authority.keyOf("proxy"));
      Files.writeString(folder.resolve("cert.pem"), certificate);
      Files.writeString(folder.resolve("key.pem"), key);
      Files.writeString(folder.resolve("both.pem"), certificate + key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /**
   * Starts an nginx that forwards the path as it is to a server without TLS.
   *
   * @param authority has issued a certificate with the name {@code proxy}
   */
  public static ProxyServer nginx(TestAuthority authority, URI target) {
    String program = InstalledPrograms.program("nginx", USUAL, "nginx");
    return new ProxyServer(program, NGINX, authority, target);
  }

  /**
   * Starts an HAProxy that removes the path and forwards to a server with TLS, whose certificate
   * must be for {@code baton.example.org}.
   *
   * @param authority has issued the certificate of the server, and one with the name {@code proxy}
   */
  public static ProxyServer haproxy(TestAuthority authority, URI target) {
    String program = InstalledPrograms.program("HAProxy", USUAL, "haproxy");
    return new ProxyServer(program, HAPROXY, authority, target);
  }

  /** Returns the address of the other server behind this proxy. */
  public String address() {
    return "https://127.0.0.1:" + port() + PATH;
  }

  @Override
  List<String> command() {
    return command;
  }

  @Override
  List<String> probe() {
    return List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port());
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
