package io.eventfork.localcloud;

/** The local cloud does not start; the message names the part and the cause in one sentence. */
public final class LocalCloudException extends RuntimeException {

    public LocalCloudException(String message) {
        super(message);
    }

    public LocalCloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
