package io.eventfork.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IPv4 or IPv6 addresses in CIDR notation. Reads literal addresses only and never asks a
 * name server.
 *
 * <p>Immutable and thread-safe.
 */
final class CidrBlock {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,41}");
    private static final byte[] NONE = {};

    private final byte[] network;
    private final int maskBits;

    private CidrBlock(byte[] network, int maskBits) {
        this.network = network;
        this.maskBits = maskBits;
    }

    /**
     * Reads {@code address/bits}, with 0 to 31 bits for IPv4 and 0 to 127 for IPv6.
     *
     * @throws InvalidFilterPolicyException if it is none
     */
    static CidrBlock parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || slash != cidr.lastIndexOf('/')) {
            throw InvalidFilterPolicyException.policy("Malformed CIDR, one '/' required");
        }
        int bits = maskBits(cidr.substring(slash + 1));
        String address = cidr.substring(0, slash);
        byte[] network = bytes(address);
        if (network.length == 0) {
            throw InvalidFilterPolicyException.policy("Nonstandard IP address: " + address);
        }
        if (network.length == 4 && bits > 31) {
            throw InvalidFilterPolicyException.policy("IPv4 mask bits must be < 32");
        }
        if (bits > 127) {
            throw InvalidFilterPolicyException.policy("IPv6 mask bits must be < 128");
        }
        return new CidrBlock(network, bits);
    }

    private static int maskBits(String text) {
        int bits;
        try {
            bits = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw InvalidFilterPolicyException.policy(
                    "Malformed CIDR, mask bits must be an integer");
        }
        if (bits < 0) {
            throw InvalidFilterPolicyException.policy(
                    "Malformed CIDR, mask bits must not be negative");
        }
        return bits;
    }

    /** Whether the text is an address of the same family inside the block. */
    boolean contains(String text) {
        byte[] address = bytes(text);
        if (address.length != network.length) {
            return false;
        }
        int wholeBytes = maskBits / 8;
        for (int i = 0; i < wholeBytes; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = maskBits % 8;
        return rest == 0 || (address[wholeBytes] ^ network[wholeBytes]) >> (8 - rest) == 0;
    }

    /** The bytes of a literal address, none if it is not one. */
    @SuppressWarnings("AddressSelection") // A literal has one address.
    private static byte[] bytes(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return NONE;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException malformedLiteral) {
            return NONE;
        }
    }
}
