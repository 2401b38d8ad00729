// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the dashboard, ready to be served. The page is the same for every path in {@link
 * #PATHS}: it reads the path in the browser. It refers to assets, whose addresses contain the hash
 * of their content, so browsers may keep assets forever. Immutable.
 */
public final class Dashboard {

  /** The beginning of the addresses of all assets. */
  public static final String ASSETS = "/assets/";

  /** The paths of the pages; {@code {name}} is one segment of any text. */
  public static final List<String> PATHS =
      List.of(
          "/",
          "/jobs",
          "/jobs/{uuid}",
          "/post",
          "/actions",
          "/actions/{name}",
          "/executors",
          "/schedules",
          "/board",
          "/engines",
          "/access");

  /**
   * The policy of the page: it loads scripts, styles and data from its own server only, runs no
   * inline script, and no other page may embed it.
   */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final DashboardFile page;
  private final DashboardFile messageTemplate;
  private final Map<String, DashboardFile> assets;

  private Dashboard(
      DashboardFile page, DashboardFile messageTemplate, Map<String, DashboardFile> assets) {
    this.page = page;
    this.messageTemplate = messageTemplate;
    this.assets = Map.copyOf(assets);
  }

  /**
   * Reads all files from the program and compresses them.
   *
   * @param basePath the path before all addresses, such as {@code /baton}; empty for the root
   */
  public static Dashboard load(String basePath) {
    LinkFiles files = new LinkFiles(basePath);
    DashboardFile page = files.page("index.html");
    return new Dashboard(page, files.page("message.html"), files.assets());
  }

  /** The HTML page. */
  public DashboardFile page() {
    return page;
  }

  /** Returns the HTML page that shows a message. */
  public byte[] page(MessagePage message) {
    return message.fill(messageTemplate);
  }

  /**
   * Returns an asset.
   *
   * @param name the last segment of its address
   */
  public Optional<DashboardFile> asset(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** The number of bytes of the page with all assets, compressed. */
  int transferSize() {
    return page.gzipped().length
        + assets.values().stream().mapToInt(file -> file.gzipped().length).sum();
  }
}
