package io.eventfork.template;

/** No template can be made of the route files; the message is one sentence that says why. */
public final class InvalidTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
