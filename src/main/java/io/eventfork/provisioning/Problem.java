package io.eventfork.provisioning;

/**
 * One thing that is wrong in a {@code resources.yaml}.
 *
 * @param text what is wrong and what to write instead
 */
public record Problem(Position position, String text) {

    /** {@code file:line:column: text}. */
    @Override
    public String toString() {
        return position + ": " + text;
    }
}
