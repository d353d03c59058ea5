package io.eventfork;

/** The command line: {@code java -jar eventfork.jar [COMMAND] [OPTION...]}. */
public final class Eventfork {

    private Eventfork() {}

    public static void main(String[] args) {
        System.out.println("Eventfork");
    }
}
