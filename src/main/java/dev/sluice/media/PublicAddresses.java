package dev.sluice.media;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to hosts on the public internet: not this machine, not a private network,
 * not the metadata service of a cloud.
 */
final class PublicAddresses {
  private static final List<Block> NEVER =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          // Azure gives its machines credentials and settings at this one.
          "168.63.129.16/32",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/3",
          // Teredo, documentation and 6to4: whoever routes them may lead anywhere.
          "2001::/23",
          "2001:db8::/32",
          "2002::/16");

  private static final Block GLOBAL_UNICAST = block("2000::/3");
  private static final Block NAT64 = block("64:ff9b::/96");

  private PublicAddresses() {}

  /** Whether all of them are public, IPv4 inside IPv6 included; false for none. */
  static boolean hold(InetAddress... addresses) {
    return addresses.length > 0
        && Arrays.stream(addresses).map(InetAddress::getAddress).allMatch(PublicAddresses::holds);
  }

  private static boolean holds(byte[] address) {
    if (NAT64.holds(address)) {
      return holds(Arrays.copyOfRange(address, 12, 16));
    }
    return (address.length == 4 || GLOBAL_UNICAST.holds(address))
        && NEVER.stream().noneMatch(block -> block.holds(address));
  }

  private static List<Block> blocks(String... texts) {
    return Stream.of(texts).map(PublicAddresses::block).toList();
  }

  private static Block block(String text) {
    String[] parts = text.split("/");
    try {
      byte[] first = InetAddress.getByName(parts[0]).getAddress();
      int free = first.length * 8 - Integer.parseInt(parts[1]);
      return new Block(first.length, new BigInteger(1, first).shiftRight(free), free);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All addresses that start with the same bits. */
  private record Block(int bytes, BigInteger prefix, int free) {
    boolean holds(byte[] address) {
      return address.length == bytes && new BigInteger(1, address).shiftRight(free).equals(prefix);
    }
  }
}
