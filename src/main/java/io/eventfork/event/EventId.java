package io.eventfork.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Derives the id of an event from what its sender said, so that a repeated request is the same
 * event. The id is a name-based UUID, version 5 (RFC 9562, section 5.5), of the idempotency key and
 * the body. The key's length goes before the key, so that no text can move from one into the other.
 */
public final class EventId {

    /** The name space of Eventfork's event ids: a random constant. */
    private static final UUID NAMESPACE = UUID.fromString("d3f0bbcc-0e57-5c5e-8d5b-5a1f4d6c7b9e");

    private EventId() {}

    /**
     * The id for a request.
     *
     * @param idempotencyKey the key that the sender chose, if any; an empty key is not "no key"
     * @param body the bytes that the event consists of
     */
    public static UUID of(Optional<String> idempotencyKey, byte[] body) {
        byte[] key = idempotencyKey.map(k -> k.getBytes(StandardCharsets.UTF_8)).orElse(null);
        MessageDigest sha1 = sha1();
        sha1.update(
                ByteBuffer.allocate(20)
                        .putLong(NAMESPACE.getMostSignificantBits())
                        .putLong(NAMESPACE.getLeastSignificantBits())
                        .putInt(key == null ? -1 : key.length)
                        .array());
        if (key != null) {
            sha1.update(key);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(body));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /**
     * The id itself, or one that is made of it if the mask would change it: masked ids would all be
     * the same, and their events with them.
     *
     * @param mask removes card data from a text
     */
    public static String withoutCardData(String id, UnaryOperator<String> mask) {
        return mask.apply(id).equals(id)
                ? id
                : of(Optional.empty(), id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1.", e);
        }
    }
}
