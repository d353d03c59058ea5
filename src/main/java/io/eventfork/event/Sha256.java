package io.eventfork.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of which names are made, and by which secrets are compared. Stateless. */
public final class Sha256 {

    private Sha256() {}

    /** A new digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
