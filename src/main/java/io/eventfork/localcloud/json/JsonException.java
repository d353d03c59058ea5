package io.eventfork.localcloud.json;

import java.io.Serial;

/** A request of an AWS JSON protocol that is answered with an error document. */
public final class JsonException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status; below 500 the sender is at fault
     * @param code the AWS error code, for example {@code ValidationException}
     * @param message what is wrong
     */
    public JsonException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The error of a request whose members are not as the service's model says. */
    public static JsonException validation(String message) {
        return new JsonException(400, "ValidationException", message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
