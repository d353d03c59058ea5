package io.eventfork.runtime.routes;

/**
 * A {@code resources.yaml} cannot be accepted. The message is the reason, in words, without the
 * place.
 */
public final class ResourcesRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    /**
     * @param file path relative to the root of the routes, as it was handed to the gate
     * @param line from 1; 0 if not known
     */
    public ResourcesRefusedException(String file, int line, String reason) {
        super(reason);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }
}
