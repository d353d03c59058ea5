package io.eventfork.contract;

import io.eventfork.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret that lets a caller in, as bearer token (RFC 6750) or as it is. How long a comparison
 * takes tells nothing about it, not even its length, as digests are compared. Its text is without
 * the secret. Immutable.
 */
public final class SharedSecret {

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    public SharedSecret(String secret) {
        digest = digest(secret);
    }

    /**
     * Whether a request may pass.
     *
     * @param authorization the value of its header Authorization, or null
     */
    public boolean lets(String authorization) {
        boolean isScheme =
                authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return is(isScheme ? authorization.substring(SCHEME.length()).strip() : "");
    }

    /** Whether a text is the secret. */
    public boolean is(String text) {
        return MessageDigest.isEqual(digest, digest(text));
    }

    @Override
    public String toString() {
        return "SharedSecret";
    }

    private static byte[] digest(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
