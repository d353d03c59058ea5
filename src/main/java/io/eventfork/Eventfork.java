package io.eventfork;

import io.eventfork.cli.EventforkCommand;

/** The entry point: {@code java -jar eventfork.jar [COMMAND] [OPTION...]}. */
public final class Eventfork {

    private Eventfork() {}

    public static void main(String[] arguments) {
        System.exit(EventforkCommand.execute(arguments));
    }
}
