package io.eventfork.event;

/**
 * A text that is not JSON as {@link StrictJson} accepts it. The message never quotes the text; the
 * pointer does quote member names, so it is masked before anybody sees it.
 */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final int line;
    private final int column;

    InvalidJsonException(String message, String pointer, int line, int column) {
        super(message);
        this.pointer = pointer;
        this.line = line;
        this.column = column;
    }

    /** The JSON pointer (RFC 6901) of the innermost value at fault; empty for the whole text. */
    public String pointer() {
        return pointer;
    }

    /** The line of the fault, from 1. */
    public int line() {
        return line;
    }

    /** The column of the fault in characters, from 1. */
    public int column() {
        return column;
    }
}
