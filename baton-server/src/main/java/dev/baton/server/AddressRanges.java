// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A set of addresses and networks from a setting, such as {@code 10.0.0.7}, {@code 192.168.0.0/16},
 * {@code ::1}. Host names are not allowed, so the set needs no name service.
 */
public record AddressRanges(List<Range> ranges) {

  /** The empty set of addresses. */
  public static final AddressRanges NONE = new AddressRanges(List.of());

  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final int IPV6_BYTES = 16;

  /** All addresses whose first {@code bits} bits equal the first bits of {@code address}. */
  record Range(List<Byte> address, int bits) {
    Range {
      address = List.copyOf(address);
    }

    private boolean contains(byte[] candidate) {
      if (candidate.length != address.size()) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((candidate[bit / 8] & mask) != (address.get(bit / 8) & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  public AddressRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads addresses and networks.
   *
   * @throws InvalidInputException if a text is malformed, or a network contains all addresses
   */
  public static AddressRanges parse(Collection<String> texts) {
    return new AddressRanges(texts.stream().map(AddressRanges::range).toList());
  }

  private static Range range(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        bytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> malformed(text));
    int most = address.length * 8;
    int bits = slash < 0 ? most : bits(text, text.substring(slash + 1), most);
    List<Byte> bytes = new ArrayList<>();
    for (byte part : address) {
      bytes.add(part);
    }
    return new Range(bytes, bits);
  }

  private static int bits(String text, String bits, int most) {
    if (!bits.matches("\\d{1,3}")) {
      throw malformed(text);
    }
    int number = Integer.parseInt(bits);
    if (number < 1 || number > most) {
      throw new InvalidInputException(
          "network '" + text + "' has " + number + " bits; allowed: 1 to " + most);
    }
    return number;
  }

  private static InvalidInputException malformed(String text) {
    return new InvalidInputException(
        "'"
            + InputBounds.shown(text)
            + "' is not an IP address or network; expected, for example, 10.0.0.7,"
            + " 192.168.0.0/16 or ::1");
  }

  /** Whether the set contains no address. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Whether the set contains the address. False if the text is not an address. */
  public boolean contains(String address) {
    return bytes(address)
        .filter(candidate -> ranges.stream().anyMatch(range -> range.contains(candidate)))
        .isPresent();
  }

  /**
   * Returns the address under which limits count a client. For IPv6 this is the /64 network,
   * because a client can use all addresses of its /64 network.
   */
  static String site(String address) {
    byte[] bytes = bytes(address).orElse(new byte[0]);
    if (bytes.length != IPV6_BYTES) {
      return InputBounds.shown(address);
    }
    StringBuilder site = new StringBuilder();
    for (int i = 0; i < IPV6_BYTES / 2; i++) {
      site.append(String.format(Locale.ROOT, "%02x", bytes[i]));
    }
    return site.append("/64").toString();
  }

  private static Optional<byte[]> bytes(String text) {
    String plain = text.strip().replaceAll("^\\[|]$|%.*$", "");
    if (!LITERAL.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return ranges.size() + " named addresses";
  }
}
