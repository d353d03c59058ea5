package io.eventfork.localcloud.query;

import java.io.Serial;

/** A request of the AWS Query protocol that is answered with an error document. */
public final class QueryException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status; below 500 the sender is at fault
     * @param code the AWS error code, for example {@code InvalidParameter}
     * @param message what is wrong
     */
    public QueryException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Whether the request, and not the service, is at fault. */
    public boolean senderFault() {
        return status < 500;
    }
}
