package io.eventfork.runtime.routes;

import java.util.Map;

/** New routes passed the check and could not be started all the same. */
final class SwapFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient Map<String, String> lost;

    /**
     * @param file path of the file that could not be started; empty if an old one did not stop
     * @param lost old text, by path, of each file that does not run any more
     */
    SwapFailedException(String file, Exception cause, Map<String, String> lost) {
        super(cause);
        this.file = file;
        this.lost = Map.copyOf(lost);
    }

    String file() {
        return file;
    }

    Map<String, String> lost() {
        return lost;
    }
}
