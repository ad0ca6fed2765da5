package dev.weir.ops.alert;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that alerts go to, looked at again before each request: one whose host is, by any of its addresses, private (loopback,
 * link-local, site-local, unique local, shared, multicast or none) is refused unless the problem file allows it, so that who may write a problem
 * file may not have our machines ask each other.
 */
final class Destination {
    private final URI uri;
    private final List<String> allowed;

    Destination(String uri, List<String> allowed) {
        this.uri = URI.create(uri);
        this.allowed = List.copyOf(allowed);
    }

    URI uri() {
        return uri;
    }

    /** A place below it. */
    URI at(String path) {
        String base = uri.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /**
     * Looks the host up.
     *
     * @throws RefusedException if it is private and not allowed, or unknown
     */
    void check() {
        String named = uri.getHost();
        if (named == null) {
            throw new RefusedException("no host in " + uri, null);
        }
        String host = named.replaceAll("^\\[|]$", "");
        if (allowed.contains(host)) {
            return;
        }
        List<InetAddress> addresses = new ArrayList<>();
        try {
            addresses.addAll(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            throw new RefusedException("no such host: " + host, e);
        }
        for (InetAddress address : addresses) {
            if (isPrivate(address) && allowed.stream().noneMatch(a -> within(address, a))) {
                throw new RefusedException(
                        host + " is " + address.getHostAddress() + ", which is private: name it under alerts.allow",
                        null);
            }
        }
    }

    static boolean isPrivate(InetAddress address) {
        byte[] b = address.getAddress();
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        boolean shared = b.length == 4 && (first == 0 || first == 100 && (second & 0xc0) == 64 || first >= 240);
        boolean local = b.length == 16 && (first & 0xfe) == 0xfc;
        boolean translated = b.length == 16 && first == 0 && second == 0x64; // 64:ff9b::/96 hides an IPv4 address
        return shared
                || local
                || translated
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }

    /** Whether an address is this one, or in this network. */
    static boolean within(InetAddress address, String network) {
        int slash = network.indexOf('/');
        String base = slash < 0 ? network : network.substring(0, slash);
        if (!base.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return false; // a name: it was compared as such
        }
        try {
            byte[] of = InetAddress.getByName(base).getAddress();
            byte[] is = address.getAddress();
            int bits = slash < 0 ? of.length * 8 : Integer.parseInt(network.substring(slash + 1));
            return of.length == is.length && same(of, is, Math.min(bits, of.length * 8));
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean same(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits; i++) {
            if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) != 0) {
                return false;
            }
        }
        return bits >= 0;
    }

    /** This address may not be told. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
