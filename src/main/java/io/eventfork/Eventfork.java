package io.eventfork;

import io.eventfork.cli.EventforkCommand;

/** The entry point: {@code java -jar eventfork.jar [COMMAND] [OPTION...]}. */
public final class Eventfork {

    /** From this version on, Java warns on the console of what Netty does for speed. */
    private static final int WARNS_OF_UNSAFE = 24;

    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    private Eventfork() {}

    public static void main(String[] arguments) {
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE
                && System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "true");
        }
        System.exit(EventforkCommand.execute(arguments));
    }
}
