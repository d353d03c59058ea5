package io.eventfork.claimcheck;

import io.eventfork.pipeline.Ranges;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/**
 * Checks bodies in that are over a limit.
 *
 * <p>Every check-in has a key of its own, a random UUID: the object that one attempt removes is
 * never that of another. A bean of a route template: set up by its setters before the route starts,
 * then thread-safe.
 */
public final class ClaimCheck {

    /** The exchange variable with the bytes to store. */
    private static final String CONTENT = "claim";

    /**
     * The exchange property with the pointer; another one in each, as the work may check in too.
     */
    private final String checkedIn = ClaimCheck.class.getName() + "." + UUID.randomUUID();

    private String bucket = "";
    private String prefix = "";
    private long limit;

    /** The physical name of the bucket. */
    public void setBucket(String name) {
        bucket = name;
    }

    /** What keys begin with. */
    public void setPrefix(String text) {
        prefix = text;
    }

    /** The number of bytes, in UTF-8, up to which a body goes on as it is. */
    public void setLimit(int bytes) {
        limit = Ranges.require("Limit", bytes, 0, Integer.MAX_VALUE);
    }

    /** The KMS key that encrypts; the route sends it, and without one it would send nothing. */
    public void setKmsKeyId(String key) {
        Ranges.requireKmsKeyId(key);
    }

    /**
     * Whether a body is over the limit. One that can be read once is kept as bytes.
     *
     * @throws IllegalArgumentException if it is neither text nor bytes, nor can be read as these
     */
    public boolean isOver(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] bytes = bytes(message);
        if (!(message.getBody() instanceof String)) {
            message.setBody(bytes);
        }
        return bytes.length > limit;
    }

    /** Puts a pointer in the place of the body, and makes ready what the route stores. */
    public void checkIn(Exchange exchange) {
        ClaimPointer pointer = new ClaimPointer(bucket, prefix + UUID.randomUUID());
        exchange.setVariable(CONTENT, bytes(exchange.getMessage()));
        exchange.setProperty(checkedIn, pointer);
        exchange.getMessage().setBody(pointer);
        exchange.getMessage().setHeader(AWS2S3Constants.KEY, pointer.key());
    }

    /** Names the object again, whatever the steps between have left of the headers. */
    public void checkOut(Exchange exchange) {
        Message message = exchange.getMessage();
        ClaimPointer pointer = exchange.getProperty(checkedIn, ClaimPointer.class);
        message.setHeader(AWS2S3Constants.KEY, pointer.key());
        exchange.removeProperty(checkedIn);
    }

    private static byte[] bytes(Message message) {
        Object body = message.getBody();
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = message.getBody(byte[].class);
        if (bytes == null && body != null) {
            throw new IllegalArgumentException(
                    "A claim check takes a text or bytes, and the body is a %s."
                            .formatted(body.getClass().getSimpleName()));
        }
        return bytes == null ? new byte[0] : bytes;
    }
}
