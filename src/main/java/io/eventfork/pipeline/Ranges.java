package io.eventfork.pipeline;

/** Checks the parameters of a pipeline. Stateless. */
public final class Ranges {

    private Ranges() {}

    /**
     * The value, if it is in its range.
     *
     * @param parameter the name under which the route file gives it
     * @throws IllegalArgumentException naming the parameter and its range
     */
    public static int require(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d; write %d to %d.".formatted(parameter, value, least, most));
        }
        return value;
    }
}
