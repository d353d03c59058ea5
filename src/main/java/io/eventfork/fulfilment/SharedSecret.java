package io.eventfork.fulfilment;

import io.eventfork.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The secret that lets a caller in. How long a comparison takes tells nothing about it, not even
 * its length, as digests are compared. Immutable.
 */
final class SharedSecret {

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    SharedSecret(String secret) {
        digest = digest(secret);
    }

    /**
     * Whether a request may pass.
     *
     * @param authorization the value of its header Authorization, or null
     */
    boolean lets(String authorization) {
        boolean isScheme =
                authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String credentials = isScheme ? authorization.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(digest, digest(credentials));
    }

    private static byte[] digest(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
