// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.ServerConnection;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.tls.PemFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process logs in to a server.
 *
 * @param credentials the credentials to log in with
 * @param header the value of the header {@code nuvla-authn-info}, which is sent instead of a login
 * @param cookies the cookies that are sent instead of a login
 * @param tls which servers the process trusts, and the certificate that it shows
 */
public record LoginOptions(
    @Nullable Credentials credentials,
    @Nullable String header,
    @Nullable String cookies,
    ClientTls tls) {

  /** Leaves out header and cookies, because they are secret and the text may be logged. */
  @Override
  public String toString() {
    return "LoginOptions[credentials=" + credentials + ", tls=" + tls + "]";
  }

  static LoginOptions of(Settings settings, Map<String, String> environment) {
    return new LoginOptions(
        credentials(settings),
        settings.text(SettingKey.API_AUTHN_HEADER),
        cookies(settings, environment),
        tls(settings));
  }

  private static ClientTls tls(Settings settings) {
    PemFile certificate = ReadTlsFiles.of(settings, SettingKey.TLS_CLIENT_CERTIFICATE);
    PemFile key = ReadTlsFiles.of(settings, SettingKey.TLS_CLIENT_KEY);
    PemFile authority = ReadTlsFiles.of(settings, SettingKey.TLS_CA);
    if (authority != null && settings.isOn(SettingKey.API_INSECURE)) {
      settings.problem("tls-ca and api-insecure are both set; remove api-insecure");
    }
    checkPlainHttp(settings);
    ClientTls trust =
        (authority == null ? ClientTls.DEFAULT : ClientTls.DEFAULT.trusting(authority))
            .acceptingAll(settings.isOn(SettingKey.API_INSECURE));
    try {
      return trust.showing(certificate, key);
    } catch (InvalidInputException e) {
      settings.problem(String.valueOf(e.getMessage()));
      return trust;
    }
  }

  /**
   * Refuses files of TLS for a server without TLS, because the user expects a safe connection. The
   * setting api-insecure is accepted, because Nuvla's deployments set it for plain HTTP too.
   */
  private static void checkPlainHttp(Settings settings) {
    String endpoint = settings.text(SettingKey.ENDPOINT);
    if (endpoint == null || !endpoint.startsWith("http://")) {
      return;
    }
    for (SettingKey settingKey :
        List.of(SettingKey.TLS_CA, SettingKey.TLS_CLIENT_CERTIFICATE, SettingKey.TLS_CLIENT_KEY)) {
      if (settings.text(settingKey) != null) {
        settings.problem(
            settingKey.word()
                + " is set, but endpoint is '"
                + endpoint
                + "', which has no TLS; use https://, or remove "
                + settingKey.word());
      }
    }
  }

  private static @Nullable Credentials credentials(Settings settings) {
    String user = settings.text(SettingKey.USER);
    String password = settings.text(SettingKey.PASSWORD);
    String key = settings.text(SettingKey.API_KEY);
    String secret = settings.text(SettingKey.API_SECRET);
    checkPair(settings, SettingKey.USER, SettingKey.PASSWORD, user, password);
    checkPair(settings, SettingKey.API_KEY, SettingKey.API_SECRET, key, secret);
    // As in Nuvla's executors, an API key takes precedence over a user. There is one exception: a
    // user on the command line takes precedence over a key from the environment or the file.
    boolean preferUser = settings.isFlag(SettingKey.USER) && !settings.isFlag(SettingKey.API_KEY);
    if (key != null && secret != null && !(preferUser && password != null)) {
      return new Credentials.ApiKey(key, secret);
    }
    if (user != null && password != null) {
      return new Credentials.Password(user, password);
    }
    return settings.parsed(
        SettingKey.CREDENTIALS_FILE, file -> ServerConnection.fromFile(Path.of(file)));
  }

  private static void checkPair(
      Settings settings,
      SettingKey first,
      SettingKey second,
      @Nullable String name,
      @Nullable String proof) {
    if ((name == null) != (proof == null)) {
      settings.problem(
          first.word()
              + " and "
              + second.word()
              + " must be set together, as "
              + first.variable()
              + " and "
              + second.variable()
              + " or as flags");
    }
  }

  private static @Nullable String cookies(Settings settings, Map<String, String> environment) {
    String encoded = environment.getOrDefault("JOB_COOKIES", "");
    try {
      return encoded.isBlank() ? null : CookieJar.read(encoded);
    } catch (InvalidInputException e) {
      settings.problem("JOB_COOKIES: " + e.getMessage());
      return null;
    }
  }
}
