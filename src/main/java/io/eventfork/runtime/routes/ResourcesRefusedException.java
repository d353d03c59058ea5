package io.eventfork.runtime.routes;

/**
 * A {@code resources.yaml} cannot be accepted. The message is the reason, in words, without the
 * place.
 */
public final class ResourcesRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final boolean mayPass;

    /**
     * A refusal that stays until the file changes.
     *
     * @param file path relative to the root of the routes, as it was handed to the gate
     * @param line from 1; 0 if not known
     */
    public ResourcesRefusedException(String file, int line, String reason) {
        this(file, line, reason, false);
    }

    /**
     * A refusal.
     *
     * @param file path relative to the root of the routes, as it was handed to the gate
     * @param line from 1; 0 if not known
     * @param mayPass whether the same files may be accepted later, as the cloud was asked
     */
    public ResourcesRefusedException(String file, int line, String reason, boolean mayPass) {
        super(reason);
        this.file = file;
        this.line = line;
        this.mayPass = mayPass;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    /** Whether the same files may be accepted later. */
    public boolean mayPass() {
        return mayPass;
    }
}
